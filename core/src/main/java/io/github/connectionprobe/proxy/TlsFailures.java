package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** Words for handshakes that fail, and what to do about each. */
final class TlsFailures {

  /** A fatal handshake_failure, in clear because there are no keys (RFC 8446 §6, §5.1). */
  private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};

  private TlsFailures() {}

  static ByteBuf alert() {
    return Unpooled.wrappedBuffer(HANDSHAKE_FAILURE);
  }

  static UpstreamFailure.Kind upstreamKind(SSLException cause) {
    return isAboutTrust(cause)
        ? UpstreamFailure.Kind.UNTRUSTED
        : UpstreamFailure.Kind.TLS_HANDSHAKE_FAILED;
  }

  static String upstreamDetail(InetSocketAddress address, SSLException cause) {
    String fix =
        isAboutTrust(cause)
            ? ". Tell the probe whom to trust, with Tls.terminate().trusting(...), or correct the"
                + " upstream's name; the probe checks both as any client does"
            : ". Does the upstream speak TLS on this port, in a version that the client offers?";
    return address + ": " + rootMessage(cause) + fix;
  }

  static String client(SSLException cause) {
    String message = rootMessage(cause);
    boolean rejected =
        message.contains("certificate") || message.contains("unknown_ca") || isAboutTrust(cause);
    return rejected
        ? "the client does not trust the probe's certificate ("
            + message
            + "): give it probe.sslContext() or probe.trustManager()"
        : "the client's TLS handshake with the probe failed: " + message;
  }

  static String notTls() {
    return "the client does not speak TLS, and this probe looks into TLS: give the client"
        + " probe.uri(), which begins with https://";
  }

  static String afterwards(String peer, SSLException cause) {
    return "TLS with the " + peer + " failed and both sides were reset: " + rootMessage(cause);
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
