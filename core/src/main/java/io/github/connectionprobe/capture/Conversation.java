package io.github.connectionprobe.capture;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One leg as TCP segments. The proxy sees data and ends but neither handshakes nor
 * acknowledgements: those are made up, at the moment at which they must have been there.
 *
 * <p>Not thread-safe: belongs to the thread that writes the capture.
 */
final class Conversation {

  /** How much data one packet holds: what Wireshark shows well, far below what IP allows. */
  static final int MOST_DATA = 16 * 1024;

  private static final int FIRST_OF_PEER = 1_000;
  private static final int FIRST_OF_PROXY = 5_000;

  private final Spool spool;
  private final int leg;
  private final long firstId;
  private final boolean peerConnects;
  private @Nullable InetSocketAddress proxy;
  private @Nullable InetSocketAddress peer;
  private int packets;
  private int peerSeq = FIRST_OF_PEER;
  private int proxySeq = FIRST_OF_PROXY;
  private boolean peerEnded;
  private boolean proxyEnded;
  private boolean reset;

  /**
   * Starts without a connection.
   *
   * @param connection the number of the relayed connection
   * @param leg the interface that stands for the leg
   * @param peerConnects whether it was the peer that opened the connection
   */
  Conversation(Spool spool, int connection, int leg, boolean peerConnects) {
    this.spool = spool;
    this.leg = leg;
    this.peerConnects = peerConnects;
    this.firstId = ((long) connection << 32) | ((long) leg << 31);
  }

  void opened(long at, InetSocketAddress proxy, InetSocketAddress peer) throws IOException {
    this.proxy = proxy;
    this.peer = peer;
    write(at, peerConnects, Segment.SYN);
    write(at, !peerConnects, Segment.SYN | Segment.ACK);
    write(at, peerConnects, Segment.ACK);
  }

  void received(long at, byte[] data) throws IOException {
    if (!peerEnded) {
      data(at, true, data);
    }
  }

  void sent(long at, byte[] data) throws IOException {
    if (!proxyEnded) {
      data(at, false, data);
    }
  }

  private void data(long at, boolean inbound, byte[] data) throws IOException {
    for (int from = 0; from < data.length; from += MOST_DATA) {
      int length = Math.min(MOST_DATA, data.length - from);
      int flags = Segment.ACK | (from + length == data.length ? Segment.PSH : 0);
      write(
          at,
          inbound,
          new Segment(seq(inbound), seq(!inbound), flags, ByteBuffer.wrap(data, from, length)));
      write(at, !inbound, Segment.ACK);
    }
  }

  void receivedFin(long at) throws IOException {
    if (!peerEnded) {
      fin(at, true);
      peerEnded = true;
    }
  }

  void sentFin(long at) throws IOException {
    if (!proxyEnded) {
      fin(at, false);
      proxyEnded = true;
    }
  }

  private void fin(long at, boolean inbound) throws IOException {
    write(at, inbound, Segment.FIN | Segment.ACK);
    write(at, !inbound, Segment.ACK);
  }

  void receivedReset(long at) throws IOException {
    reset(at, true);
  }

  void sentReset(long at) throws IOException {
    // Once both directions have ended, a close sends nothing more.
    if (!peerEnded || !proxyEnded) {
      reset(at, false);
    }
  }

  private void reset(long at, boolean inbound) throws IOException {
    write(at, inbound, Segment.RST | Segment.ACK);
    reset = true;
  }

  private void write(long at, boolean inbound, int flags) throws IOException {
    int ack = (flags & Segment.ACK) == 0 ? 0 : seq(!inbound);
    write(at, inbound, Segment.without(seq(inbound), ack, flags));
  }

  private void write(long at, boolean inbound, Segment segment) throws IOException {
    if (proxy == null || peer == null || reset) {
      return;
    }
    byte[] packet = inbound ? segment.packet(peer, proxy) : segment.packet(proxy, peer);
    spool.write(Blocks.packet(leg, at, packet, firstId + packets, inbound));
    packets++;
    boolean takesNumber = (segment.flags() & (Segment.SYN | Segment.FIN)) != 0;
    int numbers = segment.length() + (takesNumber ? 1 : 0);
    if (inbound) {
      peerSeq += numbers;
    } else {
      proxySeq += numbers;
    }
  }

  private int seq(boolean inbound) {
    return inbound ? peerSeq : proxySeq;
  }
}
