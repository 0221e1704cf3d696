package io.github.connectionprobe.capture;

import java.net.InetSocketAddress;

/**
 * Takes down what one leg does. Every method returns at once; arrays are kept, so they must not be
 * changed. Not thread-safe: belongs to the thread of the leg.
 */
public final class LegCapture {

  private final Capture capture;
  private final Conversation conversation;

  LegCapture(Capture capture, Conversation conversation) {
    this.capture = capture;
    this.conversation = conversation;
  }

  /** The leg is connected. */
  public void opened(InetSocketAddress proxy, InetSocketAddress peer) {
    capture.submit(0, at -> conversation.opened(at, proxy, peer));
  }

  /** The proxy read that. */
  public void received(byte[] data) {
    capture.submit(data.length, at -> conversation.received(at, data));
  }

  /** The peer ended its direction. */
  public void receivedFin() {
    capture.submit(0, conversation::receivedFin);
  }

  /** The peer ended the connection. */
  public void receivedReset() {
    capture.submit(0, conversation::receivedReset);
  }

  /** The operating system took that over for sending. */
  public void sent(byte[] data) {
    capture.submit(data.length, at -> conversation.sent(at, data));
  }

  /** The proxy ended its direction, by a shutdown or by closing the leg. */
  public void sentFin() {
    capture.submit(0, conversation::sentFin);
  }

  /** The proxy ended the connection. */
  public void sentReset() {
    capture.submit(0, conversation::sentReset);
  }
}
