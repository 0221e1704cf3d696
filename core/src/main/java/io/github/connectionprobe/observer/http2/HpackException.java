package io.github.connectionprobe.observer.http2;

/** Tells that header fields cannot be read; the message says why. */
final class HpackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HpackException(String message) {
    super(message, null, false, false);
  }
}
