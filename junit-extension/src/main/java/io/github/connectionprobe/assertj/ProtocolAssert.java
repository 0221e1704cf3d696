package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Words.requireCount;
import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection speaks, as far as that is TLS or HTTP/2: a part of {@link ConnectionAssert}.
 */
abstract class ProtocolAssert extends RecordedAssert<ConnectionAssert, RecordedConnection> {

  ProtocolAssert(RecordedConnection actual, @Nullable View view) {
    super(actual, ConnectionAssert.class, view);
  }

  /**
   * Verifies the version of TLS that the server chose.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was another, or is not known
   */
  public ConnectionAssert hasTlsVersion(TlsVersion expected) {
    return expect(
        c -> c.tls().flatMap(TlsHandshake::version).filter(expected::equals).isPresent(),
        c -> TlsMismatch.version(c, expected));
  }

  /**
   * Verifies the host name that the client asked for in its TLS handshake (SNI). Clients ask for
   * none where they connect to an address, and many where the name has no dot.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was another, or none
   */
  public ConnectionAssert hasServerName(String expected) {
    requireNonNull(expected, "expected");
    return expect(
        c -> c.tls().flatMap(TlsHandshake::serverName).filter(expected::equals).isPresent(),
        c -> TlsMismatch.serverName(c, expected));
  }

  /**
   * Verifies which protocols the client offered in its TLS handshake (ALPN), in their order.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if they were others
   */
  public ConnectionAssert hasOfferedProtocols(String... expected) {
    List<String> wanted = List.of(expected);
    return expect(
        c -> c.tls().map(TlsHandshake::alpnOffered).filter(wanted::equals).isPresent(),
        c -> TlsMismatch.protocols(c, wanted));
  }

  /**
   * Verifies that the connection's TLS handshake was finished in full.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was resumed, or not finished
   */
  public ConnectionAssert hasFullHandshake() {
    return expect(
        c -> c.tls().filter(TlsHandshake::full).isPresent(), c -> TlsMismatch.kind(c, "full"));
  }

  /**
   * Verifies that the connection's TLS handshake resumed the session of an earlier one.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was full, or not finished
   */
  public ConnectionAssert hasResumedHandshake() {
    return expect(
        c -> c.tls().filter(TlsHandshake::resumed).isPresent(),
        c -> TlsMismatch.kind(c, "resumed"));
  }

  /**
   * Verifies that the connection speaks HTTP/2, be it from the beginning or after an upgrade.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it does not, or cannot be seen to
   */
  public ConnectionAssert speaksHttp2() {
    return expect(
        c -> c.http2().isPresent(),
        c -> new Mismatch("to speak HTTP/2 but it speaks " + c.protocol(), c.protocol(), "HTTP/2"));
  }

  /**
   * Verifies the largest number of HTTP/2 streams, and so of exchanges, that were open at once
   * since the connection was opened.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was another number, or the connection does not speak HTTP/2
   */
  public ConnectionAssert hasPeakStreams(int expected) {
    requireCount(expected, "stream");
    return expect(
        c -> c.http2().map(http2 -> http2.peakStreams() == expected).orElse(false),
        c -> Http2Words.peak(c, expected));
  }

  /**
   * Verifies that no peer sent a GOAWAY since the connection was opened (RFC 9113 §6.8).
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one did
   */
  public ConnectionAssert hasNoGoAway() {
    return expect(c -> Http2Words.goAways(c).isEmpty(), Http2Words::goAway);
  }

  /**
   * Verifies that no HTTP/2 stream was reset since the connection was opened (RFC 9113 §6.4).
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one was
   */
  public ConnectionAssert hasNoStreamResets() {
    return expect(c -> Http2Words.resets(c) == 0, Http2Words::reset);
  }
}
