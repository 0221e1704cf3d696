package io.github.connectionprobe.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Builds, with a Maven of its own, a project outside of this one that has nothing but {@code
 * connection-probe-junit}, OkHttp and Surefire.
 */
// One at a time, because they share a local repository; longer than other tests, because a machine
// with an empty cache downloads it.
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(300)
class ConsumerBuildIT {

  private static ConsumerProject project;

  @BeforeAll
  static void setUp(@TempDir Path directory) throws IOException {
    project = ConsumerProject.in(directory);
  }

  @Test
  void failsWhenTheClientAsksToCloseTheConnection() throws Exception {
    MavenRun build = project.test("-Dclient=connection-close");

    assertThat(build.output())
        .contains(
            "OrderClientTest.reusesOneConnection",
            "to have opened 1 connection but it opened 2",
            "Connection: close",
            "Tests run: 1, Failures: 1, Errors: 0, Skipped: 0",
            "BUILD FAILURE");
    assertThat(build.exitCode()).isEqualTo(1);
  }

  @Test
  void failsForTheAnnotationAloneAndNamesTheCause() throws Exception {
    MavenRun build = project.test("-Dtest=GuardedLosses");

    assertThat(build.output()).contains("Tests run: 6, Failures: 6, Errors: 0, Skipped: 0");
    assertThat(project.failures("com.example.GuardedLosses"))
        .hasEntrySatisfying("connectionCloseHeader", names(Cause.REQUEST_CLOSE))
        .hasEntrySatisfying("newClientPerCall", names(Cause.NEW_CLIENT_PER_CALL))
        .hasEntrySatisfying("unreadBody", names(Cause.LEAKED_RESPONSE))
        .hasEntrySatisfying("poolOfNone", names(Cause.REUSE_DISABLED))
        .hasEntrySatisfying("serverThatCloses", names(Cause.RESPONSE_CLOSE_ALWAYS))
        .hasEntrySatisfying(
            "roundTheProbe", message -> assertThat(message).contains("the client went round it"));
  }

  private static Consumer<String> names(Cause cause) {
    // As the cause found, or among those that it could also be.
    return message -> assertThat(message).matches("(?s).*\nWhy #.*[ \n]" + cause.id() + "[ ,.].*");
  }

  @Test
  void passesWhenTheClientKeepsTheConnection() throws Exception {
    MavenRun build = project.test("-Dclient=healthy");

    assertThat(build.output())
        .contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0", "BUILD SUCCESS");
    assertThat(build.exitCode()).isZero();
  }
}
