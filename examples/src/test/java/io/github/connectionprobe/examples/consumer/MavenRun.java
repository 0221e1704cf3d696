package io.github.connectionprobe.examples.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A Maven build that has ended.
 *
 * @param exitCode 0 if it succeeded
 * @param output what it printed
 */
record MavenRun(int exitCode, String output) {

  /** Runs Maven in that directory, on the JDK that runs this test. */
  static MavenRun in(Path directory, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(maven(), "-B", "-ntp"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    // What Maven told the scripts of the build around us is not meant for this one.
    environment.keySet().removeAll(List.of("MAVEN_ARGS", "MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    // A build this short is over before thorough compilation of Maven itself pays.
    environment.putIfAbsent("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
    Process process = builder.redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new MavenRun(process.waitFor(), output);
    } finally {
      process.destroy();
    }
  }

  /** Tells whether it ended for want of something that a repository should have had. */
  boolean lacksArtifacts() {
    return exitCode != 0
        && (output.contains("Could not resolve")
            || output.contains("Could not find")
            || output.contains("Could not transfer"));
  }

  private static String maven() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    String script = windows ? "mvn.cmd" : "mvn";
    Path ofTheBuildAroundUs =
        Path.of(System.getProperty("connectionprobe.test.maven.home", ""), "bin", script);
    return Files.exists(ofTheBuildAroundUs) ? ofTheBuildAroundUs.toString() : script;
  }
}
