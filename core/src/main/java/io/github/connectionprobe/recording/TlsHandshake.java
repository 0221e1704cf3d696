package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the first handshake of a TLS connection, and its end, showed to somebody who holds no key.
 * All of it is observed; what the handshake hides stays empty.
 *
 * <pre>{@code
 * connection.tls().ifPresent(tls -> System.out.println(tls.version() + ", " + tls.resumption()));
 * }</pre>
 *
 * @param version the version the server chose, once it has, and where it is a known one
 * @param serverName the host name the client asked for (SNI, RFC 6066 §3); clients send none for
 *     addresses, and many none for names without a dot
 * @param alpnOffered the protocols the client offered (ALPN, RFC 7301), likeliest first
 * @param alpnChosen the one the server chose; TLS 1.3 encrypts it, so it is empty there
 * @param resumption whether an earlier session was offered and taken up
 * @param resumable whether the server gave the client something that a later connection of the same
 *     TLS context would be seen to offer; false where that is not certain, as with any client but
 *     the JDK's own TLS
 * @param fingerprint a value that is equal where the client's cipher suites, groups and signature
 *     algorithms are, and so differs between clients of different make or configuration
 * @param startedAt when the client's first message was complete, from the start of the recording
 * @param finishedAt when both peers had finished their part, where they have
 * @param failure how it failed, where it did
 * @param alert the first alert after it, where one came: who sent it ended the connection, whoever
 *     sent the first FIN
 */
public record TlsHandshake(
    Optional<TlsVersion> version,
    Optional<String> serverName,
    List<String> alpnOffered,
    Optional<String> alpnChosen,
    TlsResumption resumption,
    boolean resumable,
    String fingerprint,
    Duration startedAt,
    Optional<Duration> finishedAt,
    Optional<TlsFailure> failure,
    Optional<TlsAlert> alert) {

  /** Copies the list and checks that nothing is missing. */
  public TlsHandshake {
    requireNonNull(version, "version");
    requireNonNull(serverName, "serverName");
    alpnOffered = List.copyOf(alpnOffered);
    requireNonNull(alpnChosen, "alpnChosen");
    requireNonNull(resumption, "resumption");
    requireNonNull(fingerprint, "fingerprint");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(finishedAt, "finishedAt");
    requireNonNull(failure, "failure");
    requireNonNull(alert, "alert");
  }

  /** Returns true where both peers finished their part. */
  public boolean finished() {
    return finishedAt.isPresent();
  }

  /** Returns true where it was finished without taking up an earlier one. */
  public boolean full() {
    return finished() && resumption != TlsResumption.RESUMED;
  }

  /** Returns true where it was finished by taking up an earlier one. */
  public boolean resumed() {
    return finished() && resumption == TlsResumption.RESUMED;
  }

  /** Returns the facts as a report prints them, such as {@code TLS 1.3, resumed, SNI a.example}. */
  @Override
  public String toString() {
    String words = version.map(TlsVersion::toString).orElse("TLS");
    if (failure.isPresent()) {
      words += " handshake failed: " + failure.get().detail() + " by the " + failure.get().by();
    } else {
      words += finished() ? ", " + resumption : ", handshake not finished";
    }
    return words + serverName.map(name -> ", SNI " + name).orElse("");
  }
}
