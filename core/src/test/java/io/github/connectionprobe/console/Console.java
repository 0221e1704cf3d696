package io.github.connectionprobe.console;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The executable jar as a process. */
public final class Console implements AutoCloseable {

  /** Where the reactor puts the jar. */
  public static final Path JAR = Path.of("target", "connection-probe.jar").toAbsolutePath();

  private static final Pattern URL = Pattern.compile("https?://localhost:\\d+");

  /** What a terminal turns into an interrupt. */
  private static final int CTRL_C = 3;

  private final Process process;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Thread reader = new Thread(this::read, "console-output");
  private boolean ended;

  private Console(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts it with its output going to a pipe, and waits until it listens. */
  public static Console start(HttpServer upstream, String... options) throws Exception {
    return start(upstream.getAddress().getPort(), options);
  }

  /** Starts it with its output going to a pipe, and waits until it listens. */
  public static Console start(int upstream, String... options) throws Exception {
    return start(Integer.toString(upstream), options);
  }

  /** Starts it in front of an upstream, as it is typed. */
  static Console start(String upstream, String... options) throws Exception {
    return new Console(command(upstream, options)).listening();
  }

  /** Starts it with so many file descriptors and no more. */
  static Console withDescriptors(int limit, HttpServer upstream, String... options)
      throws Exception {
    String line =
        "ulimit -n "
            + limit
            + " && exec "
            + String.join(" ", command(Integer.toString(upstream.getAddress().getPort()), options));
    return new Console(List.of("sh", "-c", line)).listening();
  }

  /** Returns the CPU time that it has used so far. */
  Duration cpuTime() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** Whether it lives on for a while. */
  boolean livesFor(Duration time) throws InterruptedException {
    return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts it on a terminal of its own. */
  static Console onTerminal(HttpServer upstream, String... options) throws Exception {
    // A build that runs in the background hands on an ignored SIGINT, and a JVM then leaves it so.
    String line =
        "exec env --default-signal=INT "
            + String.join(" ", command(Integer.toString(upstream.getAddress().getPort()), options));
    return new Console(List.of("script", "--quiet", "--return", "--command", line, "/dev/null"))
        .listening();
  }

  private static List<String> command(String upstream, String... options) {
    String java = ProcessHandle.current().info().command().orElseThrow();
    List<String> command = new ArrayList<>(List.of(java, "-jar", JAR.toString()));
    command.addAll(List.of("--listen", "0"));
    command.addAll(List.of(options));
    command.add(upstream);
    return command;
  }

  private Console listening() throws InterruptedException {
    awaitText("://localhost:");
    return this;
  }

  private void read() {
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[8192];
      int length;
      while ((length = in.read(buffer)) >= 0) {
        synchronized (printed) {
          printed.write(buffer, 0, length);
          printed.notifyAll();
        }
      }
    } catch (IOException terminalGone) {
      // A terminal whose last process has ended is read with an error.
    } finally {
      synchronized (printed) {
        ended = true;
        printed.notifyAll();
      }
    }
  }

  /** Waits until it has printed something. */
  public void awaitText(String wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    synchronized (printed) {
      while (!text().contains(wanted)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ended || left <= 0) {
          throw new AssertionError("\"" + wanted + "\" was not printed, but:\n" + text());
        }
        printed.wait(left);
      }
    }
  }

  /** Returns everything printed so far. */
  public String text() {
    synchronized (printed) {
      return printed.toString(StandardCharsets.UTF_8);
    }
  }

  /** Returns where clients are to connect to. */
  public String url() {
    Matcher matcher = URL.matcher(text());
    if (!matcher.find()) {
      throw new AssertionError("It does not say where it listens:\n" + text());
    }
    // Node 18 takes the first address of a name, which for localhost may be the one of IPv6.
    return matcher.group().replace("localhost", "127.0.0.1") + "/";
  }

  /** Types Ctrl-C. */
  void ctrlC() {
    try {
      process.getOutputStream().write(CTRL_C);
      process.getOutputStream().flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Asks it to end, as Ctrl-C would. */
  public void terminate() {
    process.destroy();
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("It does not end. So far it printed:\n" + text());
    }
    reader.join(TimeUnit.SECONDS.toMillis(10));
    return process.exitValue();
  }

  @Override
  public void close() {
    // On a terminal the probe is a child of the program that makes the terminal.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
