package io.github.connectionprobe.observer.tls;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What a ClientHello says (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2).
 *
 * <pre>{@code
 * FirstHello first = new FirstHello();
 * first.bytes(whatTheClientSent);
 * first.hello().ifPresent(hello -> System.out.println(hello.serverName()));
 * }</pre>
 *
 * @param sessionId the legacy session id in hexadecimal digits, which TLS 1.3 clients fill with
 *     noise
 * @param serverName the host name asked for
 * @param alpn the protocols offered
 * @param versions the versions offered that Java has a name for, such as {@code TLSv1.3}
 * @param preSharedKey whether a session of TLS 1.3 is offered
 * @param ticket whether a ticket of TLS 1.2 is offered (RFC 5077)
 * @param takesTickets whether the client would use a ticket of TLS 1.3, as servers have to know
 * @param earlyData whether requests come before the handshake is finished
 * @param jsse whether it is the JDK's own: nobody else is known to ask for several OCSP responses
 * @param fingerprint equal for clients of one configuration
 */
public record ClientHello(
    String sessionId,
    Optional<String> serverName,
    List<String> alpn,
    List<String> versions,
    boolean preSharedKey,
    boolean ticket,
    boolean takesTickets,
    boolean earlyData,
    boolean jsse,
    String fingerprint) {

  private static final String TLS_1_3 = "TLSv1.3";

  /** Copies the lists. */
  public ClientHello {
    alpn = List.copyOf(alpn);
    versions = List.copyOf(versions);
  }

  static ClientHello parse(byte[] body) throws NotTlsException {
    Reader hello = new Reader(body);
    int version = hello.uint16();
    hello.bytes(32);
    String sessionId = HexFormat.of().formatHex(hello.vector8().rest());
    byte[] suites = hello.vector16().rest();
    hello.vector8();
    Extensions extensions = new Extensions(hello);
    return new ClientHello(
        sessionId,
        extensions.serverName(),
        extensions.alpn(),
        versions(version, extensions),
        extensions.has(Extensions.PRE_SHARED_KEY),
        extensions.hasContent(Extensions.SESSION_TICKET),
        extensions.has(Extensions.PSK_MODES),
        extensions.has(Extensions.EARLY_DATA),
        extensions.has(Extensions.STATUS_REQUEST_V2),
        fingerprint(version, suites, extensions));
  }

  /** Returns whether it offers to resume; noise in the session id of TLS 1.3 is no offer. */
  public boolean offersResumption() {
    return preSharedKey || ticket || (!knowsTls13() && !sessionId.isEmpty());
  }

  boolean knowsTls13() {
    return versions.contains(TLS_1_3);
  }

  private static List<String> versions(int legacy, Extensions extensions) throws NotTlsException {
    List<String> names = new ArrayList<>();
    Reader body = extensions.reader(Extensions.SUPPORTED_VERSIONS);
    if (body == null) {
      // Without the extension, the legacy version is the highest of those that are offered.
      for (int number = 0x0301; number <= Math.min(legacy, 0x0303); number++) {
        names.add(name(number));
      }
      return names;
    }
    Reader numbers = body.vector8();
    while (numbers.hasMore()) {
      String name = name(numbers.uint16());
      // Clients offer made-up ones, so that servers stay used to those (RFC 8701).
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private static String name(int number) {
    return switch (number) {
      case 0x0301 -> "TLSv1";
      case 0x0302 -> "TLSv1.1";
      case 0x0303 -> "TLSv1.2";
      case 0x0304 -> TLS_1_3;
      default -> "";
    };
  }

  private static String fingerprint(int version, byte[] suites, Extensions extensions) {
    // Neither what depends on the host nor what depends on earlier connections: JSSE leaves ALPN
    // out once it knows the answer.
    CRC32 sum = new CRC32();
    sum.update(version);
    sum.update(suites);
    sum.update(extensions.body(Extensions.GROUPS));
    sum.update(extensions.body(Extensions.SIGNATURE_ALGORITHMS));
    sum.update(extensions.body(Extensions.SUPPORTED_VERSIONS));
    return String.format("%08x", sum.getValue());
  }
}
