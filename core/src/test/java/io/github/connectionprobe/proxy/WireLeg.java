package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What passed on one leg of the last connection to a listening port. Whatever comes from that port
 * is called the server's and the rest the client's; on each leg one of them is the proxy, speaking
 * for the peer on the other leg. So both legs of a transparent proxy tell the same story.
 */
final class WireLeg {

  private static final long SEQUENCE_NUMBERS = 1L << 32;

  private final int port;
  private final List<TcpdumpJudge.Packet> packets;

  private WireLeg(int port, List<TcpdumpJudge.Packet> packets) {
    this.port = port;
    this.packets = packets;
  }

  static WireLeg lastTo(int port, List<TcpdumpJudge.Packet> all) {
    int client =
        all.stream()
            .filter(packet -> packet.to() == port && packet.flags().equals("S"))
            .reduce((earlier, later) -> later)
            .map(TcpdumpJudge.Packet::from)
            .orElse(0);
    return new WireLeg(
        port,
        all.stream()
            .filter(
                packet ->
                    packet.from() == port && packet.to() == client
                        || packet.from() == client && packet.to() == port)
            .toList());
  }

  /** Returns every FIN and RST in the order in which they passed, each once a side. */
  List<String> ends() {
    return story().stream().filter(event -> !event.endsWith("data")).toList();
  }

  /** Returns data, FINs and RSTs in the order in which they passed; a run of data is one event. */
  List<String> story() {
    List<String> story = new ArrayList<>();
    for (TcpdumpJudge.Packet packet : packets) {
      eventsOf(packet)
          .forEach(
              event -> {
                boolean again =
                    event.endsWith("data")
                        ? !story.isEmpty() && story.get(story.size() - 1).equals(event)
                        : story.contains(event);
                if (!again) {
                  story.add(event);
                }
              });
    }
    return story;
  }

  private Stream<String> eventsOf(TcpdumpJudge.Packet packet) {
    Side side = sender(packet);
    Stream.Builder<String> events = Stream.builder();
    if (packet.length() > 0) {
      events.add(side + " data");
    }
    if (packet.flags().contains("F")) {
      events.add(side + " FIN");
    }
    if (packet.flags().contains("R")) {
      events.add(side + " RST");
    }
    return events.build();
  }

  /** Returns how many bytes a side sent before its FIN, where it sent one. */
  OptionalLong bytesBeforeFin(Side side) {
    OptionalLong first = position(side, "S");
    OptionalLong last = position(side, "F");
    if (first.isEmpty() || last.isEmpty()) {
      return OptionalLong.empty();
    }
    // The SYN itself takes one number; the numbers start anew at 2^32.
    return OptionalLong.of(
        Math.floorMod(last.getAsLong() - first.getAsLong() - 1, SEQUENCE_NUMBERS));
  }

  private OptionalLong position(Side side, String flag) {
    return packets.stream()
        .filter(packet -> sender(packet) == side && packet.flags().contains(flag))
        .mapToLong(packet -> packet.seq() + packet.length())
        .findFirst();
  }

  private Side sender(TcpdumpJudge.Packet packet) {
    return packet.from() == port ? Side.SERVER : Side.CLIENT;
  }
}
