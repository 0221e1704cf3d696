package io.github.connectionprobe.observer.tls;

/** Says why bytes cannot be TLS as this package knows it. */
final class NotTlsException extends Exception {

  private static final long serialVersionUID = 1L;

  NotTlsException(String message) {
    super(message, null, false, false);
  }
}
