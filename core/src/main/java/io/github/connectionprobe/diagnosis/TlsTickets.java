package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.TlsHandshake;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether the client, had it kept one TLS context, would have had a session to resume. */
final class TlsTickets {

  private TlsTickets() {}

  /**
   * Returns true where a connection offered nothing although an earlier one on its route had been
   * given a session that nobody used since: TLS 1.3 lets a client use each only once (RFC 8446
   * appendix C.4).
   */
  static boolean passedUp(Context context, Timeline opened) {
    Optional<TlsHandshake> own = TlsRoute.tls(opened);
    if (own.isEmpty() || own.get().resumption().offered()) {
      return false;
    }
    long now = own.get().startedAt().toNanos();
    List<Timeline> others =
        context.timelines().stream()
            .filter(other -> other != opened && TlsRoute.key(other).equals(TlsRoute.key(opened)))
            .sorted(Comparator.comparing(other -> TlsRoute.tls(other).orElseThrow().startedAt()))
            .toList();
    boolean there = false;
    for (Timeline other : others) {
      TlsHandshake tls = TlsRoute.tls(other).orElseThrow();
      long started = tls.startedAt().toNanos();
      if (tls.resumption().offered() && started < now + Grace.RELEASE) {
        there = false;
      }
      if (started < now && tls.resumable() && answeredBy(other, opened.opened)) {
        there = true;
      }
    }
    return there;
  }

  /** Returns true where the client had a session to offer, from a context that it kept. */
  static boolean offered(Timeline opened) {
    return TlsRoute.tls(opened).map(tls -> tls.resumption().offered()).orElse(false);
  }

  private static boolean answeredBy(Timeline timeline, long at) {
    return timeline.listed() > 0 ? timeline.end(0) < at : timeline.carriedOver();
  }
}
