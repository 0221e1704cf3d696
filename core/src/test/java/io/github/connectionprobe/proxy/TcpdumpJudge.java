package io.github.connectionprobe.proxy;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches the loopback interface with tcpdump, as somebody who knows neither the proxy nor Java.
 *
 * <p>Two datagrams to a port of its own mark where the watching begins and ends: packets are
 * captured in the order in which they pass, so all of the TCP traffic between two marks has been
 * seen when the second one has.
 */
final class TcpdumpJudge implements Closeable {

  private static final long DEADLINE_SECONDS = 20;

  private static final String REQUIRED = "CONNECTION_PROBE_REQUIRE_TOOLS";

  private static final Pattern PACKET =
      Pattern.compile(
          "IP \\S+\\.(\\d+) > \\S+\\.(\\d+): Flags \\[([^]]*)](?:, seq (\\d+))?.*, length (\\d+)");

  private static final Pattern DROPPED = Pattern.compile("([1-9]\\d*) packets? dropped");

  private final Process tcpdump;
  private final BufferedReader errors;
  private final DatagramSocket marker;
  private final List<Packet> packets = new ArrayList<>();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** One TCP packet. */
  record Packet(int from, int to, String flags, long seq, int length) {}

  private TcpdumpJudge(Process tcpdump, BufferedReader errors, DatagramSocket marker) {
    this.tcpdump = tcpdump;
    this.errors = errors;
    this.marker = marker;
  }

  /** Returns why nothing can be captured on this machine, where nothing can be. */
  static Optional<String> whyNot() throws IOException {
    try (TcpdumpJudge judge = watch(List.of(1), true)) {
      judge.packets();
      return Optional.empty();
    } catch (CannotCapture reason) {
      return Optional.of(reason.getMessage());
    }
  }

  /** Whether a machine that cannot capture is to fail rather than to skip. */
  static boolean required() {
    return Boolean.parseBoolean(
        System.getProperty(REQUIRED, String.valueOf(System.getenv(REQUIRED))));
  }

  /**
   * Begins to watch.
   *
   * @param ports the TCP ports to watch
   * @param withData whether packets that only carry data are wanted too
   */
  static TcpdumpJudge watch(List<Integer> ports, boolean withData) throws IOException {
    return watch(ports, withData, Optional.empty());
  }

  /**
   * Begins to watch.
   *
   * @param file where to keep the packets, as far as the headers of a request reach
   */
  static TcpdumpJudge watch(List<Integer> ports, boolean withData, Optional<Path> file)
      throws IOException {
    DatagramSocket marker =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    StringBuilder filter = new StringBuilder("udp port " + marker.getLocalPort());
    for (int port : ports) {
      filter.append(" or (tcp port ").append(port);
      filter.append(withData ? ")" : " and tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0)");
    }
    Process tcpdump;
    try {
      tcpdump = new ProcessBuilder(command(filter.toString(), file)).start();
    } catch (IOException missing) {
      marker.close();
      throw new CannotCapture("tcpdump cannot be started (" + missing.getMessage() + ").");
    }
    BufferedReader errors = tcpdump.errorReader(StandardCharsets.UTF_8);
    TcpdumpJudge judge = new TcpdumpJudge(tcpdump, errors, marker);
    judge.awaitListening();
    Thread reader = new Thread(judge::read, "tcpdump");
    reader.setDaemon(true);
    reader.start();
    judge.mark(judge.begun);
    return judge;
  }

  private static List<String> command(String filter, Optional<Path> file) {
    List<String> command = new ArrayList<>(List.of("tcpdump", "--immediate-mode", "-i", "lo"));
    command.add("-l"); // a line as soon as there is a packet
    command.add("-n"); // numbers, no names
    command.add("-S"); // the sequence numbers that are on the wire
    // In this mode every packet takes as much of the buffer as the longest may, so it is cut.
    command.addAll(List.of("-U", "-B", "16384", "-s", file.isPresent() ? "2048" : "128"));
    file.ifPresent(kept -> command.addAll(List.of("--print", "-w", kept.toString())));
    command.add(filter);
    return command;
  }

  private void awaitListening() throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (line.contains("listening on")) {
        return;
      }
      said.append(line).append(' ');
    }
    close();
    throw new CannotCapture("tcpdump may not capture (" + said.toString().strip() + ").");
  }

  private void read() {
    try (BufferedReader lines = tcpdump.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher packet = PACKET.matcher(line);
        if (packet.find()) {
          add(packet);
        } else if (line.contains("UDP") && !begun.complete(null)) {
          ended.complete(null);
        }
      }
    } catch (IOException closed) {
      ended.completeExceptionally(new UncheckedIOException(closed));
    }
    ended.completeExceptionally(new IllegalStateException("tcpdump ended by itself"));
  }

  private synchronized void add(Matcher packet) {
    packets.add(
        new Packet(
            Integer.parseInt(packet.group(1)),
            Integer.parseInt(packet.group(2)),
            packet.group(3),
            packet.group(4) == null ? 0 : Long.parseLong(packet.group(4)),
            Integer.parseInt(packet.group(5))));
  }

  private void mark(CompletableFuture<Void> seen) throws IOException {
    marker.send(new DatagramPacket(new byte[1], 1, marker.getLocalSocketAddress()));
    try {
      seen.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new IOException("tcpdump did not show the mark", failed);
    }
  }

  /** Ends the watching and returns everything that passed. */
  List<Packet> packets() throws IOException {
    mark(ended);
    // Through the handle, because Process.destroy() would also close the streams.
    tcpdump.toHandle().destroy();
    awaitExit();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (DROPPED.matcher(line).find()) {
        throw new IOException("tcpdump has not seen everything: " + line);
      }
    }
    synchronized (this) {
      return List.copyOf(packets);
    }
  }

  /** One that writes a file looks at signals only when a packet comes in. */
  private void awaitExit() throws IOException {
    try {
      while (!tcpdump.waitFor(20, TimeUnit.MILLISECONDS)) {
        marker.send(new DatagramPacket(new byte[1], 1, marker.getLocalSocketAddress()));
      }
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  @Override
  public void close() {
    tcpdump.destroyForcibly();
    marker.close();
  }

  /** tcpdump is missing, or is not allowed to capture. */
  @SuppressWarnings("serial") // is never written anywhere
  private static final class CannotCapture extends IOException {
    CannotCapture(String message) {
      super(message);
    }
  }
}
