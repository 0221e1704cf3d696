package io.github.connectionprobe.recording;

/**
 * The state of a connection in the words of Zeek's {@code conn_state}, as far as a relay can know
 * it. The originator is the client, the responder the server.
 */
public enum ConnectionState {
  /** Established, and neither peer has ended it. */
  S1,
  /** Established and ended by both peers with a FIN. */
  SF,
  /** Half-closed: the client sent a FIN, the server has not answered it. */
  S2,
  /** Half-closed: the server sent a FIN, the client has not answered it. */
  S3,
  /** Aborted by a RST from the client. */
  RSTO,
  /** Aborted by a RST from the server. */
  RSTR,
  /** The upstream could not be connected to; the client was sent a RST. */
  REJ;

  /** Returns true where one direction has ended and the other is still open. */
  public boolean halfClosed() {
    return this == S2 || this == S3;
  }
}
