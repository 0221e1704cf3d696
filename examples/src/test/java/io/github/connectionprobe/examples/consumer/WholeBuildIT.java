package io.github.connectionprobe.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A Maven build of 200 probed tests in two forks, each with parallel threads, and what it leaves of
 * all of them. One test of each class opens a connection more than it needs.
 */
// One after the other, in one project: what one build leaves behind must not count in the next.
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(600)
class WholeBuildIT {

  private static final int CLASSES = 20;
  private static final int TESTS = 10;

  private static final String[] TWO_FORKS = {"-DforkCount=2", "-DreuseForks=true", "-Dtest=Batch*"};

  private static final String BATCH =
      """
      package com.example;

      import io.github.connectionprobe.junit.ConnectionProbe;
      import io.github.connectionprobe.junit.Probe;
      import java.io.IOException;
      import okhttp3.OkHttpClient;
      import okhttp3.Request;
      import org.junit.jupiter.api.AutoClose;
      import org.junit.jupiter.api.RepeatedTest;
      import org.junit.jupiter.api.Test;

      @ConnectionProbe(upstreamMethod = "orders")
      class Batch%02dTest {

        @AutoClose static final OrderServer server = new OrderServer();

        static int orders() {
          return server.port();
        }

        @Test
        void loses(Probe probe) throws IOException {
          OkHttpClient http = new OkHttpClient();
          for (int id = 0; id < 2; id++) {
            http.newCall(
                    new Request.Builder()
                        .url(probe.uri() + "/orders/" + id)
                        .header("Connection", "close")
                        .build())
                .execute()
                .close();
          }
        }

        @RepeatedTest(%d)
        void reuses(Probe probe) throws IOException {
          OrderClient client = new OrderClient(probe.uri());
          client.order(1);
          client.order(2);
        }
      }
      """;

  private static ConsumerProject project;

  @BeforeAll
  static void setUp(@TempDir Path directory) throws IOException {
    project = ConsumerProject.in(directory);
    for (int i = 0; i < CLASSES; i++) {
      project.write(
          "src/test/java/com/example/Batch%02dTest.java".formatted(i),
          BATCH.formatted(i, TESTS - 1));
    }
  }

  private static void configure(String... lines) throws IOException {
    project.write(
        "src/test/resources/junit-platform.properties",
        """
        junit.jupiter.execution.parallel.enabled = true
        junit.jupiter.execution.parallel.mode.default = concurrent
        junit.jupiter.execution.parallel.config.strategy = fixed
        junit.jupiter.execution.parallel.config.fixed.parallelism = 4
        """
            + String.join("\n", lines));
  }

  @Test
  void onePageHasAllProbesOfTheLatestBuild() throws Exception {
    configure();
    MavenRun failing = project.test(TWO_FORKS);

    assertThat(failing.output())
        .contains("Tests run: 200, Failures: 20, Errors: 0, Skipped: 0", "BUILD FAILURE")
        .contains(
            "Timeline: target/connection-probe/com.example.Batch07Test/loses/Batch07Test.html"
                .replace('/', File.separatorChar))
        .containsOnlyOnce(
            "Connection Probe: 200 tests opened 220 connections where 200 would have served"
                + " (efficiency 90 %)")
        .containsOnlyOnce("20 lost, 20 of them avoidable: request-close 20");
    String json = project.read("target/connection-probe/summary.json");
    assertThat(json)
        .contains(
            "\"version\": 1",
            "\"tests\": 200",
            "\"probes\": 200",
            "\"opened\": 220",
            "\"needed\": 200",
            "\"lost\": 20",
            "\"avoidable\": 20",
            "\"exchanges\": 400",
            "\"connections\": 20, \"tests\": 20}");
    assertThat(count("\"test_id\": \"[^\"]+\"", json)).isEqualTo(200);
    String index = project.read("target/connection-probe/index.html");
    Matcher links = Pattern.compile("href=\"\\./(com\\.example\\.[^\"]+)\"").matcher(index);
    int timelines = 0;
    while (links.find()) {
      assertThat(project.read("target/connection-probe/" + links.group(1))).contains("<svg");
      timelines++;
    }
    assertThat(timelines).isEqualTo(20);
    assertThat(count("Timeline: ", failing.output())).isGreaterThanOrEqualTo(20);

    // No "clean" in between.
    configure("connectionprobe.lostReuse = report", "connectionprobe.budget = 9");
    MavenRun over = project.test("-DforkCount=2", "-DreuseForks=true", "-Dtest=Batch0*");

    assertThat(over.output())
        .contains(
            "The tests of this build opened 10 avoidable connections, and its budget is 9.",
            "BUILD FAILURE")
        .contains("Connection Probe: 100 tests opened 110 connections");
    assertThat(project.read("target/connection-probe/summary.json"))
        .contains("\"tests\": 100", "\"opened\": 110")
        .doesNotContain("\"timeline\"");

    configure("connectionprobe.lostReuse = report", "connectionprobe.budget = 10");
    MavenRun within = project.test("-DforkCount=2", "-DreuseForks=true", "-Dtest=Batch0*");

    assertThat(within.output()).contains("BUILD SUCCESS", "10 lost, 10 of them avoidable");
  }

  private static long count(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }
}
