package io.github.connectionprobe.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of a scene, in whatever language, as a process. */
final class Program implements Closeable {

  private final Process process;
  private final BufferedReader output;

  private Program(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Copies a program's source out of the test resources. */
  static Path source(String name, Path directory) throws IOException {
    URL resource = Program.class.getResource("/scenes/" + name);
    assertThat(resource).as(name).isNotNull();
    Path source = directory.resolve(name);
    try (InputStream in = resource.openStream()) {
      Files.copy(in, source);
    }
    return source;
  }

  static Program start(Map<String, String> environment, Object... command) throws IOException {
    List<String> words = new ArrayList<>();
    for (Object word : command) {
      words.add(word.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT).environment().putAll(environment);
    return new Program(builder.start());
  }

  /** Returns its next line. */
  String line() throws IOException {
    String line = output.readLine();
    assertThat(line).as("a line of output").isNotNull();
    return line;
  }

  /** Writes a line to its input. */
  void tell(String line) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
  }

  /** Ends it as if the machine had lost it: it can do nothing about it. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits until it ends well. */
  void finish() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended in time").isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
