package io.github.connectionprobe.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** TLS facts written by hand, for tests. Times are milliseconds from the start of the recording. */
public final class Handshakes {

  private Handshakes() {}

  /** A TLS 1.3 handshake with api.example that was finished a millisecond later. */
  public static TlsHandshake finished(double at, TlsResumption resumption) {
    return handshake(at, resumption, "api.example", List.of("http/1.1"), true, "f1");
  }

  public static TlsHandshake named(double at, String name) {
    return handshake(at, TlsResumption.NOT_OFFERED, name, List.of("http/1.1"), true, "f1");
  }

  public static TlsHandshake offering(double at, String... protocols) {
    return handshake(at, TlsResumption.NOT_OFFERED, "api.example", List.of(protocols), true, "f1");
  }

  public static TlsHandshake ofAnotherClient(double at) {
    return handshake(at, TlsResumption.NOT_OFFERED, "api.example", List.of("http/1.1"), true, "f2");
  }

  /** A handshake of which nothing is left that a later one could resume. */
  public static TlsHandshake notResumable(double at) {
    return handshake(
        at, TlsResumption.NOT_OFFERED, "api.example", List.of("http/1.1"), false, "f1");
  }

  public static TlsHandshake failed(double at, Side by, String detail) {
    return new TlsHandshake(
        Optional.empty(),
        Optional.of("api.example"),
        List.of(),
        Optional.empty(),
        TlsResumption.NOT_OFFERED,
        false,
        "f1",
        millis(at),
        Optional.empty(),
        Optional.of(new TlsFailure(by, detail, millis(at + 1))),
        Optional.empty());
  }

  /** The same, ended by an alert. */
  public static TlsHandshake alerted(TlsHandshake tls, Side by, double at) {
    return new TlsHandshake(
        tls.version(),
        tls.serverName(),
        tls.alpnOffered(),
        tls.alpnChosen(),
        tls.resumption(),
        tls.resumable(),
        tls.fingerprint(),
        tls.startedAt(),
        tls.finishedAt(),
        tls.failure(),
        Optional.of(new TlsAlert(by, millis(at))));
  }

  private static TlsHandshake handshake(
      double at,
      TlsResumption resumption,
      String name,
      List<String> protocols,
      boolean resumable,
      String fingerprint) {
    return new TlsHandshake(
        Optional.of(TlsVersion.TLS_1_3),
        Optional.of(name),
        protocols,
        Optional.empty(),
        resumption,
        resumable,
        fingerprint,
        millis(at),
        Optional.of(millis(at + 1)),
        Optional.empty(),
        Optional.empty());
  }

  /** Pairs of a start and the time of the last byte, which is below zero where there is none. */
  public static EstimatedExchanges exchanges(double... times) {
    List<EstimatedExchange> kept = new ArrayList<>();
    for (int i = 0; i < times.length; i += 2) {
      double last = times[i + 1];
      kept.add(
          new EstimatedExchange(
              millis(times[i]), last < 0 ? Optional.empty() : Optional.of(millis(last))));
    }
    return new EstimatedExchanges(kept.size(), kept);
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos(Math.round(millis * 1_000_000));
  }
}
