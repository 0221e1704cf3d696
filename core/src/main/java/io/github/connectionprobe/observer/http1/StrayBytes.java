package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.recording.Side;

/** Bytes of the server that belong to no response, counted until the client speaks again. */
final class StrayBytes {

  private final int connection;
  private final long answered;
  private long count;
  private boolean counting = true;

  /**
   * @param answered the number of the exchange answered last, or 0
   */
  StrayBytes(int connection, long answered, long count) {
    this.connection = connection;
    this.answered = answered;
    this.count = count;
  }

  void more(Side from, int bytes) {
    if (from == Side.CLIENT) {
      counting = false;
    } else if (counting) {
      count += bytes;
    }
  }

  long count() {
    return count;
  }

  /** Returns the sentence that becomes the reason for which the observer retired. */
  @Override
  public String toString() {
    String after = answered == 0 ? "" : " after response " + connection + "." + answered;
    return "the server sent "
        + count
        + (count == 1 ? " byte" : " bytes")
        + after
        + " that no request asked for";
  }
}
