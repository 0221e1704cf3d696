package io.github.connectionprobe.junit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * The suites of {@link ProbedTestCost}, each in a JVM that has done nothing yet, as that of a build
 * has not: from its start to its end.
 */
final class YoungSuite {

  private YoungSuite() {}

  /** Runs the tests of a fixture once, and returns how long that took in milliseconds. */
  static double millis(Class<?> fixture, String server) throws IOException, InterruptedException {
    long before = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                YoungSuite.class.getName(),
                fixture.getName(),
                server)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(fixture + " did not pass");
    }
    return (System.nanoTime() - before) / 1e6;
  }

  public static void main(String... arguments) throws ClassNotFoundException, IOException {
    ProbedTestCost.server = URI.create("http://" + arguments[1] + "/a");
    Kit.run(ProbedTestCost.parameters(arguments[1]), Class.forName(arguments[0])).passed(ProbedTestCost.TESTS);
    System.exit(0);
  }
}
