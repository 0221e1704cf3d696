package io.github.connectionprobe.proxy;

import io.github.connectionprobe.observer.tls.ClientHello;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import javax.net.ssl.SSLException;

/** Words for handshakes that fail, and what to do about each. */
final class TlsFailures {

  /** A fatal handshake_failure, in clear because there are no keys (RFC 8446 §6, §5.1). */
  private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};

  private static final String RECEIVED = "Received fatal alert: ";

  private static final String CLIENT_CERTIFICATE =
      "; if it wants to see a client's certificate, give the probe one, with"
          + " Tls.terminate().upstreamContext(...)";

  private TlsFailures() {}

  static ByteBuf alert() {
    return Unpooled.wrappedBuffer(HANDSHAKE_FAILURE);
  }

  static UpstreamFailure.Kind upstreamKind(SSLException cause) {
    return isAboutTrust(cause)
        ? UpstreamFailure.Kind.UNTRUSTED
        : UpstreamFailure.Kind.TLS_HANDSHAKE_FAILED;
  }

  /**
   * Says what is wrong with the upstream.
   *
   * @param named whether the upstream was told which host is wanted
   */
  static String upstreamDetail(InetSocketAddress address, SSLException cause, boolean named) {
    String message = rootMessage(cause);
    boolean trust = isAboutTrust(cause);
    boolean certificate = message.contains("certificate");
    String fix =
        trust
            ? "; tell the probe whom to trust, with Tls.terminate().trusting(...) or"
                + " @ConnectionProbe(trust = ...), or correct the upstream's name: the probe checks"
                + " both, as any client does"
            : certificate
                ? CLIENT_CERTIFICATE
                : "; check that the upstream speaks TLS on this port, in a version that the client"
                    + " offers"
                    // What servers say who miss a certificate is up to them (RFC 5246 §7.4.6).
                    + (message.contains("handshake_failure") ? CLIENT_CERTIFICATE : "");
    boolean aboutName =
        trust ? message.contains("name") : message.contains(RECEIVED) && !certificate;
    String unnamed =
        named || !aboutName
            ? ""
            : "; the probe asked for no server name (SNI), because the client did not and the"
                + " upstream is no name with a dot, and servers of several names need one";
    return address + ": " + message + fix + unnamed;
  }

  /** Who gave up the client's handshake: the client, or the proxy in the server's place. */
  static Side by(SSLException cause) {
    return rootMessage(cause).contains(RECEIVED) ? Side.CLIENT : Side.SERVER;
  }

  /**
   * Says what is wrong between the client and the proxy, as in "ended the handshake with ...".
   *
   * @param hello what the client had said, where it could be read
   * @param standardNames what certificates are made out for where the client names no host
   */
  static String client(
      SSLException cause, Optional<ClientHello> hello, Collection<String> standardNames) {
    String message = rootMessage(cause);
    int received = message.indexOf(RECEIVED);
    if (received < 0) {
      return "an alert: " + message;
    }
    String alert = message.substring(received + RECEIVED.length());
    boolean rejected = alert.contains("certificate") || alert.contains("unknown_ca");
    if (!rejected) {
      return "the alert " + alert;
    }
    String names =
        hello.flatMap(ClientHello::serverName).isPresent()
            ? ""
            : "; it asked for no server name (SNI), so the certificate is good for "
                + String.join(", ", new TreeSet<>(standardNames))
                + " and the upstream's name only";
    return "the alert "
        + alert
        + ": it does not trust the probe's certificate"
        + names
        + "; give it probe.sslContext() or probe.trustManager()";
  }

  static String notTls() {
    return "the client does not speak TLS, and this probe looks into TLS: give the client"
        + " probe.uri(), which begins with https://";
  }

  static String unreadable(SSLException cause) {
    return "the client's first TLS message could not be read: " + rootMessage(cause);
  }

  static String afterwards(String peer, SSLException cause) {
    String message = rootMessage(cause);
    // Servers of TLS 1.3 look at a client's certificate when the client takes all for finished.
    String fix = peer.equals("server") && message.contains("certificate") ? CLIENT_CERTIFICATE : "";
    return "TLS with the " + peer + " failed and both sides were reset: " + message + fix;
  }

  static String passedThrough(String probe) {
    return "The probe \""
        + probe
        + "\" passes TLS through: a client sees the server's own certificate, and needs no trust"
        + " manager of the probe's. To look into TLS, set .tls(Tls.terminate()), or"
        + " @ConnectionProbe(tls = TlsMode.TERMINATE).";
  }

  private static boolean isAboutTrust(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static String rootMessage(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    // Ours goes on behind it.
    return message == null ? root.toString() : message.replaceFirst("\\.$", "");
  }
}
