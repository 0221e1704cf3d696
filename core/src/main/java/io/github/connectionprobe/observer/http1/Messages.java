package io.github.connectionprobe.observer.http1;

/**
 * What a {@link MessageScanner} tells about the messages of its direction, in this order: {@code
 * begun}, {@code startLine}, {@code head}, {@code body} any number of times, {@code complete}.
 */
interface Messages {

  /** Returns whether empty lines may stand before a message (RFC 9112 §2.2). */
  boolean blankLinesBetween();

  /** The first byte of a message is there. */
  void begun(long atNanos);

  /**
   * Some of the start line is there.
   *
   * @throws NotHttp1Exception where it cannot become one
   */
  void startLineBegun(byte[] bytes, int length);

  /**
   * The start line is there.
   *
   * @throws NotHttp1Exception where it is none
   */
  void startLine(byte[] bytes, int length);

  /**
   * The head is there.
   *
   * @return how the end of the body is found
   * @throws NotHttp1Exception where that cannot be known
   */
  Body head(Fields fields, long atNanos);

  /** So many bytes of the body went by. */
  void body(long count);

  /** Some part of the message went by. */
  void seen(long atNanos);

  /** The message has come to its end. */
  void complete();
}
