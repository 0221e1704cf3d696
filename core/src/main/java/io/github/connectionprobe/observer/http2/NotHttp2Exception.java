package io.github.connectionprobe.observer.http2;

/** Tells that bytes are not HTTP/2, or not any that can be followed; the message says how so. */
final class NotHttp2Exception extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotHttp2Exception(String message) {
    super(message, null, false, false);
  }
}
