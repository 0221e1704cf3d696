package io.github.connectionprobe.proxy;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with ends of connections in it. */
final class Child implements Closeable {

  private final Process process;
  private final BufferedReader says;

  /** Runs a class of the tests that needs nothing but the JDK. */
  Child(Class<?> main, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes(main),
            main.getName());
    builder.command().addAll(List.of(arguments));
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    says = process.inputReader(StandardCharsets.US_ASCII);
  }

  private static String classes(Class<?> main) throws IOException {
    // It needs nothing but the JDK; the whole class path would only make it start slowly.
    try {
      return Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new IOException(impossible);
    }
  }

  /** A server that reads so much of a request and answers with half a response. */
  static Child server(int bytesToRead) throws IOException {
    return new Child(ChildPeer.class, "server", String.valueOf(bytesToRead));
  }

  /** A client that sends half a request and reads so much of the response. */
  static Child client(int port, int bytesToRead) throws IOException {
    return new Child(ChildPeer.class, "client", String.valueOf(bytesToRead), String.valueOf(port));
  }

  /** Waits for the next line that the child prints. */
  String says() throws IOException {
    String line = says.readLine();
    if (line == null) {
      throw new IOException("The child ended by itself");
    }
    return line;
  }

  /** Gives the child a line to read. */
  void tell(String line) throws IOException {
    process.outputWriter(StandardCharsets.US_ASCII).append(line).append('\n').flush();
  }

  /** Waits until a client has read what it was to read. */
  void awaitRead() throws IOException {
    if (!says().equals("read")) {
      throw new IOException("The child said something else");
    }
  }

  /** Ends it as {@code kill -9} does, and waits until its sockets are gone with it. */
  void kill() throws InterruptedException, IOException {
    process.destroyForcibly();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IOException("The child survived being killed");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
