package io.github.connectionprobe.recording;

/**
 * Whether a handshake took up an earlier one (RFC 8446 §2.2, RFC 5246 §7.3, RFC 5077). A resumed
 * one costs no certificate and no signature.
 */
public enum TlsResumption {
  /** The client offered nothing to resume: as far as its TLS context knew, this was the first. */
  NOT_OFFERED("full"),
  /** The client offered a session or ticket, and the server has not taken it up. */
  NOT_ACCEPTED("full, resumption not accepted"),
  /** The server took up what the client offered. */
  RESUMED("resumed");

  private final String words;

  TlsResumption(String words) {
    this.words = words;
  }

  /** Returns true where the client offered a session or ticket. */
  public boolean offered() {
    return this != NOT_OFFERED;
  }

  /** Returns true where the server took up what the client offered. */
  public boolean accepted() {
    return this == RESUMED;
  }

  /** Returns the words of a report, such as {@code resumed}. */
  @Override
  public String toString() {
    return words;
  }
}
