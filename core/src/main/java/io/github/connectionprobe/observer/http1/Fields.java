package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.FramingHeaders;

/**
 * The header fields of one message, as far as they matter.
 *
 * @param headers those that are recorded
 * @param contentLength the length stated, or {@link #ABSENT}, {@link #CONTRADICTORY} or {@link
 *     #UNREADABLE}
 * @param coding the last transfer coding
 */
record Fields(FramingHeaders headers, long contentLength, Coding coding) {

  static final long ABSENT = -1;
  static final long CONTRADICTORY = -2;
  static final long UNREADABLE = -3;

  /** What ends a body that {@code Transfer-Encoding} describes. */
  enum Coding {
    /** There is no such field, or only the long withdrawn {@code identity}. */
    NONE,
    CHUNKED,
    OTHER
  }

  /** Returns what the fields announce, whether or not it can be followed. */
  BodyFraming announced() {
    return contentLength == ABSENT ? BodyFraming.NONE : BodyFraming.CONTENT_LENGTH;
  }
}
