package io.github.connectionprobe.observer.tls;

import io.github.connectionprobe.recording.TlsVersion;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a ServerHello says (RFC 8446 §4.1.3, RFC 5246 §7.4.1.3).
 *
 * @param retry whether it only asks the client to say hello again
 * @param version the version chosen, where it is a known one
 * @param sessionId the session id in hexadecimal digits, an echo in TLS 1.3
 * @param cipherSuite the cipher suite chosen
 * @param preSharedKey whether a session of TLS 1.3 was taken up
 * @param alpn the protocol chosen, which TLS 1.3 says later and encrypted
 */
record ServerHello(
    boolean retry,
    Optional<TlsVersion> version,
    String sessionId,
    int cipherSuite,
    boolean preSharedKey,
    Optional<String> alpn) {

  /** The random value that makes a ServerHello a HelloRetryRequest: SHA-256 of that name. */
  private static final byte[] RETRY = sha256("HelloRetryRequest");

  static ServerHello parse(byte[] body) throws NotTlsException {
    Reader hello = new Reader(body);
    int version = hello.uint16();
    boolean retry = Arrays.equals(hello.bytes(32), RETRY);
    String sessionId = HexFormat.of().formatHex(hello.vector8().rest());
    int suite = hello.uint16();
    hello.uint8();
    Extensions extensions = new Extensions(hello);
    Reader chosen = extensions.reader(Extensions.SUPPORTED_VERSIONS);
    List<String> alpn = extensions.alpn();
    return new ServerHello(
        retry,
        Optional.ofNullable(version(chosen == null ? version : chosen.uint16())),
        sessionId,
        suite,
        extensions.has(Extensions.PRE_SHARED_KEY),
        alpn.stream().findFirst());
  }

  private static @Nullable TlsVersion version(int number) {
    return switch (number) {
      case 0x0301 -> TlsVersion.TLS_1_0;
      case 0x0302 -> TlsVersion.TLS_1_1;
      case 0x0303 -> TlsVersion.TLS_1_2;
      case 0x0304 -> TlsVersion.TLS_1_3;
      default -> null;
    };
  }

  private static byte[] sha256(String text) {
    try {
      return java.security.MessageDigest.getInstance("SHA-256")
          .digest(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    } catch (java.security.NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
