package io.github.connectionprobe.capture;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What is to be said of single packets, found by comparing them with the recording. A fact is
 * recorded after its packet was captured and before the next one is read, so it belongs to the last
 * packet of its direction that is not later.
 */
final class Comments {

  private static final int CLIENT_LEG = 0;
  private static final int SERVER_LEG = 1;

  private final Recording recording;
  private final Diagnosis diagnosis;
  private final long origin;
  private final long truncatedAt;
  private final Map<Integer, RecordedConnection> connections = new HashMap<>();
  private final Map<Integer, Marks> requests = new HashMap<>();
  private final Map<Integer, Marks> responses = new HashMap<>();
  private final Map<Long, String> comments = new HashMap<>();

  /**
   * Starts without packets.
   *
   * @param origin when the recording began, in nanoseconds since 1970
   * @param truncatedAt when the capture ended before the recording, or the largest number
   */
  Comments(Recording recording, long origin, long truncatedAt) {
    this.recording = recording;
    this.diagnosis = Diagnosis.of(recording);
    this.origin = origin;
    this.truncatedAt = truncatedAt;
    for (RecordedConnection connection : recording.connections()) {
      int number = connection.number();
      connections.put(number, connection);
      Marks asked = new Marks(this::add);
      Marks answered = new Marks(this::add);
      for (RecordedExchange exchange : connection.exchanges()) {
        asked.expect(time(exchange.start()), asked(exchange));
        exchange
            .response()
            .ifPresent(
                response ->
                    answered.expect(
                        time(response.firstByte()),
                        "response " + exchange.id() + " starts: " + response.status()));
      }
      requests.put(number, asked);
      responses.put(number, answered);
    }
  }

  private static String asked(RecordedExchange exchange) {
    return "exchange "
        + exchange.id()
        + " starts: "
        + exchange.request().method()
        + " "
        + exchange.request().path();
  }

  private long time(Duration sinceStart) {
    return origin + sinceStart.toNanos();
  }

  /** Looks at a packet; they come in the order of the file. */
  void packet(long index, PacketBlock packet) {
    RecordedConnection connection = connections.get(packet.connection());
    if (connection == null) {
      return;
    }
    if (packet.data() > 0 && packet.inbound()) {
      Map<Integer, Marks> marks = packet.leg() == CLIENT_LEG ? requests : responses;
      Marks ofConnection = marks.get(packet.connection());
      if (ofConnection != null) {
        ofConnection.packet(index, packet.at());
      }
    }
    if (packet.leg() == CLIENT_LEG && packet.has(Segment.SYN) && !packet.has(Segment.ACK)) {
      add(index, opening(connection));
    }
    if (packet.inbound() && packet.has(Segment.FIN)) {
      ended(index, connection, packet.leg(), EndKind.FIN);
    } else if (packet.inbound() && packet.has(Segment.RST)) {
      ended(index, connection, packet.leg(), EndKind.RST);
    } else if (packet.leg() == CLIENT_LEG && packet.has(Segment.RST)) {
      connection
          .upstreamFailure()
          .ifPresent(
              why -> add(index, "no server leg: the upstream " + why.kind() + ": " + why.detail()));
    }
  }

  /** Returns the comments by the index of their packet, once all packets were looked at. */
  Map<Long, String> finish() {
    requests.values().forEach(marks -> marks.finish(truncatedAt));
    responses.values().forEach(marks -> marks.finish(truncatedAt));
    return comments;
  }

  private String opening(RecordedConnection connection) {
    int number = connection.number();
    String name = "connection #" + number + " of probe \"" + recording.name() + "\"";
    return diagnosis.of(number).map(why -> name + "\n" + why(why)).orElse(name);
  }

  private static String why(Explanation explanation) {
    String why =
        "why #"
            + explanation.connection()
            + " was opened: "
            + explanation.cause().id()
            + " ("
            + explanation.certainty()
            + "): "
            + String.join(" ", explanation.evidence());
    return explanation.fix().isEmpty() ? why : why + "\nfix: " + explanation.fix();
  }

  private void ended(long index, RecordedConnection connection, int leg, EndKind kind) {
    Side side = leg == SERVER_LEG ? Side.SERVER : Side.CLIENT;
    for (ConnectionEnd end : connection.ends()) {
      if (end.by() == side && end.kind() == kind) {
        add(index, "#" + connection.number() + ": " + kind + " by the " + side + " " + end.phase());
      }
    }
  }

  private void add(long index, String comment) {
    comments.merge(index, comment, (before, after) -> before + "\n" + after);
  }
}
