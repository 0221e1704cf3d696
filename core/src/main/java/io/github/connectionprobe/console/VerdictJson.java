package io.github.connectionprobe.console;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.ConnectionSockets;
import io.github.connectionprobe.socket.KernelSettings;
import io.github.connectionprobe.socket.SocketEnd;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.SocketState;
import io.github.connectionprobe.socket.TcpKeepalive;
import io.github.connectionprobe.socket.TimeWaits;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The verdict as a machine reads it. */
final class VerdictJson {

  private VerdictJson() {}

  static Details of(Verdict verdict) {
    Recording recording = verdict.recording();
    return new Details()
        .with("event", "verdict")
        .with("at_ms", recording.until())
        .with("exit_code", verdict.exitCode())
        .with("opened", verdict.diagnosis().opened())
        .with("needed", verdict.diagnosis().needed())
        .with("lost", verdict.lost().size())
        .with("still_open", recording.stillOpen())
        .with("exchanges", recording.exchangeCount())
        .with("peak_in_flight", verdict.diagnosis().peakInFlight())
        .with("fin", bySide(recording.fins(Side.CLIENT), recording.fins(Side.SERVER)))
        .with("rst", bySide(recording.resets(Side.CLIENT), recording.resets(Side.SERVER)))
        .with(
            "explanations",
            verdict.diagnosis().explanations().stream().map(VerdictJson::explanation).toList())
        .with("sockets", sockets(verdict.sockets()))
        .with("kernel", kernel(verdict.settings()));
  }

  private static Map<String, Object> bySide(int client, int server) {
    return new Details().with("client", client).with("server", server).toMap();
  }

  private static Map<String, Object> explanation(Explanation explanation) {
    return new Details()
        .with("connection", explanation.connection())
        .with("cause", explanation.cause().id())
        .with("certainty", explanation.certainty().toString())
        .with("responsible", explanation.responsible().toString())
        .with("evidence", explanation.evidence())
        .with("fix", explanation.fix())
        .with("candidates", explanation.candidates().stream().map(Cause::id).toList())
        .toMap();
  }

  private static Map<String, Object> sockets(SocketFacts facts) {
    Details sockets = new Details().with("unavailable", facts.unavailable().orElse(null));
    if (facts.unavailable().isEmpty()) {
      sockets
          .with("time_wait_client", timeWaits(facts.clientTimeWaits()))
          .with(
              "time_wait_upstream",
              facts.upstreamTimeWaits().map(VerdictJson::timeWaits).orElse(null))
          .with("not_accepted", facts.upstreamQueue().map(it -> it.waiting().size()).orElse(null))
          .with(
              "clients",
              facts.connections().stream()
                  .filter(it -> !it.client().isGone())
                  .map(VerdictJson::client)
                  .toList());
    }
    return sockets.toMap();
  }

  private static Map<String, Object> timeWaits(TimeWaits waits) {
    return new Details()
        .with("port", waits.port())
        .with("connecting", waits.connecting())
        .with("listening", waits.listening())
        .toMap();
  }

  private static Map<String, Object> client(ConnectionSockets sockets) {
    SocketEnd end = sockets.client();
    Details client =
        new Details()
            .with("connection", sockets.connection())
            .with("unavailable", end.unavailable().orElse(null));
    end.socket()
        .ifPresent(
            socket ->
                state(client, socket)
                    .with("owner", lower(end.owner().kind()))
                    .with("pid", end.owner().pid() == 0 ? null : end.owner().pid())
                    .with("command", end.owner().pid() == 0 ? null : end.owner().command())
                    .with("unread_response_bytes", sockets.unreadResponseBytes())
                    .with("leaked", sockets.leakedByClient()));
    return client.toMap();
  }

  private static Details state(Details client, SocketState socket) {
    TcpKeepalive keepalive = socket.keepalive();
    return client
        .with("state", socket.state().name())
        .with("unread_bytes", socket.unreadBytes())
        .with("tcp_keepalive", lower(keepalive.armed()))
        .with(
            "tcp_keepalive_left_ms",
            keepalive.armed() == TcpKeepalive.Armed.YES ? keepalive.left() : null);
  }

  private static Map<String, Object> kernel(KernelSettings settings) {
    return new Details()
        .with("tcp_keepalive_idle_ms", settings.keepaliveIdle().orElse(null))
        .with("tcp_keepalive_interval_ms", settings.keepaliveInterval().orElse(null))
        .with("tcp_keepalive_probes", orNull(settings.keepaliveProbes()))
        .with("first_ephemeral_port", orNull(settings.firstEphemeralPort()))
        .with("last_ephemeral_port", orNull(settings.lastEphemeralPort()))
        .with("time_wait_reuse", settings.timeWaitReuse().map(VerdictJson::lower).orElse(null))
        .toMap();
  }

  private static @org.jspecify.annotations.Nullable Integer orNull(OptionalInt number) {
    return number.isPresent() ? (Integer) number.getAsInt() : null;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
