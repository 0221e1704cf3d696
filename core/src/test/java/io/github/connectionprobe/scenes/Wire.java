package io.github.connectionprobe.scenes;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.Tools;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The judge: tcpdump captures what passes on a port of the loopback interface, tshark reads it.
 *
 * <p>Datagrams of its own mark where the capture begins and ends, because packets are captured in
 * the order in which they pass.
 */
final class Wire implements Closeable {

  private final int port;
  private final Process tcpdump;
  private final InputStream captured;
  private final ByteArrayOutputStream capture = new ByteArrayOutputStream();
  private final DatagramSocket marker;
  private boolean ended;

  /** A FIN or RST, as the first of its kind on its side, in seconds since the capture began. */
  record End(Side by, EndKind kind, double at) {
    String words() {
      return by + " " + kind;
    }
  }

  /** What passed on one connection, as tshark tells connections apart. */
  record Conversation(int clientPort, double openedAt, List<End> ends) {
    List<String> words() {
      return ends.stream().map(End::words).toList();
    }
  }

  private Wire(int port, String packets) throws Exception {
    this.port = port;
    marker = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    String filter =
        "udp port %d or (tcp port %d%s)".formatted(marker.getLocalPort(), port, packets);
    tcpdump =
        new ProcessBuilder(
                "tcpdump", "-i", "lo", "-n", "-U", "-s", "160", "-B", "16384", "-w", "-", filter)
            .start();
    captured = tcpdump.getInputStream();
  }

  /** Begins to capture; skips the test where that cannot be done. */
  static Wire watch(int port) throws Exception {
    return watch(port, " and tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0");
  }

  /** As {@link #watch}, with every packet and not only those that begin or end a connection. */
  static Wire watchAll(int port) throws Exception {
    return watch(port, "");
  }

  private static Wire watch(int port, String packets) throws Exception {
    Tools.require("tcpdump", "tshark");
    Wire wire = new Wire(port, packets);
    BufferedReader errors = wire.tcpdump.errorReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    String line;
    while ((line = errors.readLine()) != null && !line.contains("listening on")) {
      said.append(line).append(' ');
    }
    if (line == null) {
      wire.close();
      Tools.missing("tcpdump may not capture here: " + said);
    }
    wire.mark();
    return wire;
  }

  /** Sends a token and reads the capture up to it. */
  private void mark() throws IOException {
    byte[] token = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    marker.send(new DatagramPacket(token, token.length, marker.getLocalSocketAddress()));
    int matched = 0;
    byte[] buffer = new byte[1];
    // Byte by byte would be slow without a buffer, which the process's stream has.
    while (matched < token.length) {
      if (captured.read(buffer) < 0) {
        throw new IOException("tcpdump ended by itself");
      }
      capture.write(buffer[0]);
      matched = buffer[0] == token[matched] ? matched + 1 : buffer[0] == token[0] ? 1 : 0;
    }
  }

  /** Ends the capture and returns the connections that began in it, in the order begun. */
  List<Conversation> conversations() throws Exception {
    end();
    return read(
        tshark(
            "-Y tcp -T fields -E separator=, -e tcp.stream -e tcp.srcport -e tcp.dstport"
                + " -e tcp.flags.syn -e tcp.flags.fin -e tcp.flags.reset -e frame.time_relative"));
  }

  /** Returns how many TCP keepalive probes the clients sent; needs {@link #watchAll}. */
  int keepaliveProbesByClients() throws Exception {
    end();
    String found = tshark("-Y 'tcp.analysis.keep_alive && tcp.dstport == " + port + "'");
    return found.isEmpty() ? 0 : found.split("\n").length;
  }

  private void end() throws IOException {
    if (!ended) {
      mark();
      tcpdump.destroy();
      ended = true;
    }
  }

  private String tshark(String options) throws Exception {
    Path file = Files.createTempFile("wire", ".pcap");
    try {
      Files.write(file, capture.toByteArray());
      return Tools.run("sh", "-c", "tshark -n -r " + file + " " + options + " 2>/dev/null");
    } finally {
      Files.delete(file);
    }
  }

  private List<Conversation> read(String fields) {
    Map<String, Conversation> conversations = new LinkedHashMap<>();
    for (String line : fields.split("\n")) {
      String[] packet = line.split(",");
      if (packet.length < 7) {
        continue;
      }
      boolean fromClient = Integer.parseInt(packet[2]) == port;
      int clientPort = Integer.parseInt(packet[fromClient ? 1 : 2]);
      double at = Double.parseDouble(packet[6]);
      Conversation conversation =
          conversations.computeIfAbsent(
              packet[0], stream -> new Conversation(clientPort, at, new ArrayList<>()));
      Side by = fromClient ? Side.CLIENT : Side.SERVER;
      if (set(packet[4])) {
        addFirst(conversation, by, EndKind.FIN, at);
      }
      if (set(packet[5])) {
        addFirst(conversation, by, EndKind.RST, at);
      }
    }
    return List.copyOf(conversations.values());
  }

  private static boolean set(String flag) {
    return flag.equals("1") || flag.equals("True");
  }

  private static void addFirst(Conversation conversation, Side by, EndKind kind, double at) {
    if (conversation.ends.stream().noneMatch(end -> end.by == by && end.kind == kind)) {
      conversation.ends.add(new End(by, kind, at));
    }
  }

  /** Returns the same of a recording: for each connection its ends, in order. */
  static List<List<String>> ends(Recording recording) {
    return recording.connections().stream()
        .map(it -> it.ends().stream().map(end -> end.by() + " " + end.kind()).toList())
        .toList();
  }

  static List<List<String>> ends(List<Conversation> conversations) {
    return conversations.stream().map(Conversation::words).toList();
  }

  @Override
  public void close() {
    tcpdump.destroyForcibly();
    marker.close();
  }
}
