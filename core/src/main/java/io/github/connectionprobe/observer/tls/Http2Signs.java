package io.github.connectionprobe.observer.tls;

/**
 * Looks for HTTP/2 where TLS 1.3 hides what was agreed on. Every HTTP/2 client has to acknowledge
 * the server's settings with a frame of nine bytes (RFC 9113 §6.5.3), and those that write the
 * first part of the preface by itself send 24. HTTP/1 clients begin with neither; one that sends a
 * body of nine bytes first of all costs no more than the estimate.
 */
final class Http2Signs {

  private static final int OVERHEAD = 17;
  private static final int ACKNOWLEDGEMENT = 9 + OVERHEAD;
  private static final int PREFACE = 24 + OVERHEAD;

  /** The settings are acknowledged among the first records, or never. */
  private static final int LOOKED_AT = 20;

  private final boolean possible;
  private int records;
  private boolean seen;

  Http2Signs(boolean possible) {
    this.possible = possible;
  }

  void client(int length) {
    if (possible && records < LOOKED_AT) {
      seen |= length == ACKNOWLEDGEMENT || (records == 0 && length == PREFACE);
      records++;
    }
  }

  boolean seen() {
    return seen;
  }
}
