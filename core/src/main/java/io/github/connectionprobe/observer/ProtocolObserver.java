package io.github.connectionprobe.observer;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;

/**
 * Follows one protocol on one connection. Where it meets something it does not understand it
 * retires, once and for all, with a reason; what it knew until then stays. Not thread-safe: belongs
 * to one event loop.
 */
public interface ProtocolObserver {

  /**
   * Looks at the readable bytes without moving an index, retaining or changing the buffer.
   *
   * @param from the peer that sent them
   * @param bytes what it sent
   * @param atNanos when they were read, from the start of the recording
   */
  void bytes(Side from, ByteBuf bytes, long atNanos);

  /** Learns that the peer ended its direction. */
  void ended(Side from, EndKind kind, long atNanos);

  /** Returns what the connection is doing now. */
  Phase phase();

  /** Writes everything known into the builder. */
  void describeTo(RecordedConnection.Builder builder);
}
