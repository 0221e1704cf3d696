package io.github.connectionprobe.recording;

/** The persistence rule of RFC 9112 §9.3, which is the same for both kinds of message. */
final class KeepAlive {

  private KeepAlive() {}

  static boolean allowedBy(String version, FramingHeaders headers) {
    // Proxy-Connection is what old clients send to a proxy in Connection's stead (RFC 9112 app.
    // C.2.2).
    String field = headers.all("connection").isEmpty() ? "proxy-connection" : "connection";
    if (headers.hasToken(field, "close")) {
      return false;
    }
    return !version.equals("HTTP/1.0") || headers.hasToken(field, "keep-alive");
  }
}
