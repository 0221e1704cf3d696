package io.github.connectionprobe.recording;

/** What the first bytes of a connection showed it to speak. */
public enum Protocol {
  /** No byte has been seen, or too few to tell. */
  UNKNOWN("nothing yet"),
  /** HTTP/1.0 or HTTP/1.1 in clear text (RFC 9112); exchanges are observed. */
  HTTP_1("HTTP/1"),
  /** HTTP/2 with prior knowledge (RFC 9113 §3.3), recognised by its connection preface. */
  HTTP_2("HTTP/2"),
  /** TLS, recognised by its first record (RFC 8446 §5.1). */
  TLS("TLS"),
  /** Anything else; relayed without being looked into. */
  OTHER("not HTTP");

  private final String words;

  Protocol(String words) {
    this.words = words;
  }

  /** Returns the protocol's name as messages print it. */
  @Override
  public String toString() {
    return words;
  }
}
