package io.github.connectionprobe.socket;

/**
 * The state of one end of a TCP connection (RFC 9293 §3.3.2).
 *
 * <pre>{@code
 * boolean leaked = socket.state() == TcpState.CLOSE_WAIT;
 * }</pre>
 */
public enum TcpState {
  /** Open at both ends. */
  ESTABLISHED,
  /** Connecting: a SYN was sent. */
  SYN_SENT,
  /** Being connected to: a SYN was received. */
  SYN_RECEIVED,
  /** This end sent a FIN that the other has not acknowledged. */
  FIN_WAIT_1,
  /** This end's FIN was acknowledged; the other has not sent its own: half-closed. */
  FIN_WAIT_2,
  /** Ended at both sides, this one first; the port is held for a while against late segments. */
  TIME_WAIT,
  /** Gone, or not yet in use. */
  CLOSED,
  /** The other end sent a FIN and this end has not closed: the application still has to. */
  CLOSE_WAIT,
  /** As {@link #CLOSE_WAIT}, and this end's own FIN is on its way. */
  LAST_ACK,
  /** Waiting for connections. */
  LISTEN,
  /** Both ends sent a FIN at once. */
  CLOSING;

  private static final TcpState[] STATES = values();

  /** Linux numbers the states from 1; 12 is its own name for a SYN_RECEIVED not fully set up. */
  static TcpState ofKernel(int number) {
    if (number == 12) {
      return SYN_RECEIVED;
    }
    if (number < 1 || number > STATES.length) {
      throw new IllegalArgumentException("no TCP state has the number " + number);
    }
    return STATES[number - 1];
  }

  /** Returns whether the other end's FIN has arrived. */
  boolean finReceived() {
    return this == CLOSE_WAIT || this == LAST_ACK || this == CLOSING || this == TIME_WAIT;
  }
}
