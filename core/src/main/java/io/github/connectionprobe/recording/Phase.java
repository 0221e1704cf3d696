package io.github.connectionprobe.recording;

/** What a connection was doing at a given moment, as far as its bytes tell. */
public enum Phase {
  /** Nothing had been sent in either direction. */
  UNUSED("before the first request"),
  /** At least one exchange was over and none was in flight. */
  IDLE("while idle"),
  /** A request had begun and had not arrived completely. */
  IN_REQUEST("in the middle of a request"),
  /** A request had arrived completely and no byte of its final response had been seen. */
  AWAITING_RESPONSE("while a response was awaited"),
  /** A final response had begun and was not complete. */
  IN_RESPONSE("in the middle of a response"),
  /** The bytes are not HTTP, or are no longer, or are encrypted: exchanges cannot be told apart. */
  OPAQUE("in traffic that is not readable as HTTP");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  /** Returns true while at least one exchange is under way. */
  public boolean inFlight() {
    return this == IN_REQUEST || this == AWAITING_RESPONSE || this == IN_RESPONSE;
  }

  /** Returns the phase in words that fit behind “closed”, such as {@code while idle}. */
  @Override
  public String toString() {
    return words;
  }
}
