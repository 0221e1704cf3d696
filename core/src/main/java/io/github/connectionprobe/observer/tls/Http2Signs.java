package io.github.connectionprobe.observer.tls;

/**
 * Looks for HTTP/2 where TLS 1.3 hides what was agreed on. Every HTTP/2 client has to acknowledge
 * the server's settings with a frame of nine bytes (RFC 9113 §6.5.3), and those that write the
 * first part of the preface by itself send 24. HTTP/1 clients begin with neither; one that sends a
 * body of nine bytes first of all costs no more than the estimate.
 */
final class Http2Signs {

  private static final int TYPE_AND_TAG = 17;
  private static final int ACKNOWLEDGEMENT = 9;
  private static final int PREFACE = 24;

  /** The settings are acknowledged among the first records, or never. */
  private static final int LOOKED_AT = 20;

  private final boolean possible;
  private final int overhead;
  private int records;
  private boolean seen;

  /**
   * Starts to look.
   *
   * @param possible whether HTTP/2 may have been agreed on unseen
   * @param padding by how much the client lengthens each record
   */
  Http2Signs(boolean possible, int padding) {
    this.possible = possible;
    overhead = TYPE_AND_TAG + padding;
  }

  void client(int length) {
    if (possible && records < LOOKED_AT) {
      int content = length - overhead;
      seen |= content == ACKNOWLEDGEMENT || (records == 0 && content == PREFACE);
      records++;
    }
  }

  boolean seen() {
    return seen;
  }
}
