package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A test that ends its JVM: a real one, with JUnit's launcher in it. */
class ExitTest {

  private static final int STATUS = 3;

  @Test
  void whatEarlierTestsToldOutlivesSystemExit(@TempDir Path directory) throws Exception {
    Process build =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Build.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    build.getOutputStream().close();
    String printed = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(build.waitFor()).as(printed).isEqualTo(STATUS);
    assertThat(printed).contains("2 tests opened 3 connections where 2 would have served");
    assertThat(Files.readString(directory.resolve("summary.json")))
        .contains("\"tests\": 2", "\"opened\": 3", "\"lost\": 1");
    assertThat(directory.resolve("index.html")).isNotEmptyFile();
    String folder = ExitingFixture.class.getCanonicalName();
    assertThat(directory.resolve(folder + "/first/ExitingFixture.html")).isNotEmptyFile();
  }

  /** Runs in the other JVM. */
  static final class Build {
    public static void main(String[] arguments) {
      try (RealServer server = new RealServer()) {
        LauncherFactory.create()
            .execute(
                LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(ExitingFixture.class))
                    .configurationParameter("server", server.address())
                    .configurationParameter(ReportSettings.DIRECTORY, arguments[0])
                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                    .build());
      }
    }
  }

  @ConnectionProbe("${server}")
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class ExitingFixture {

    @Test
    @Order(1)
    void first(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      Http.getAndClose(client, probe.uri("/a"));
      Http.getAndClose(client, probe.uri("/b"));
    }

    @Test
    @Order(2)
    void second(Probe probe) {
      Http.get(probe.uri("/a"));
    }

    @Test
    @Order(3)
    void third(Probe probe) {
      Http.get(probe.uri("/a"));
      System.exit(STATUS);
    }
  }
}
