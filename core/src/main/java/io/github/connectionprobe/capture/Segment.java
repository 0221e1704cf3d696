package io.github.connectionprobe.capture;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * One TCP segment in its IP packet.
 *
 * @param seq the number of its first byte (RFC 9293 §3.4), as an unsigned value
 * @param ack the number of the byte expected next
 * @param data the bytes to send, all that remain in the buffer
 */
record Segment(int seq, int ack, int flags, ByteBuffer data) {

  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH = 8;
  static final int ACK = 16;

  /** A maximum segment size, SACK not offered, and a window scale of 2^7 (RFC 7323 §2.2). */
  private static final byte[] SYN_OPTIONS = {2, 4, 0x40, 0, 1, 3, 3, 7};

  private static final int TCP = 6;
  private static final int HOPS = 64;
  private static final int WINDOW = 65_535;

  static Segment without(int seq, int ack, int flags) {
    return new Segment(seq, ack, flags, ByteBuffer.allocate(0));
  }

  int length() {
    return data.remaining();
  }

  /** Returns the bytes of the packet, with both checksums. */
  byte[] packet(InetSocketAddress source, InetSocketAddress target) {
    byte[] sender = source.getAddress().getAddress();
    byte[] receiver = target.getAddress().getAddress();
    if (sender.length != receiver.length) {
      sender = mapped(sender);
      receiver = mapped(receiver);
    }
    byte[] options = (flags & SYN) == 0 ? new byte[0] : SYN_OPTIONS;
    int tcpLength = 20 + options.length + length();
    int ipLength = sender.length == 4 ? 20 : 40;
    ByteBuffer packet = ByteBuffer.allocate(ipLength + tcpLength);
    if (sender.length == 4) {
      packet.put((byte) 0x45).put((byte) 0).putShort((short) (ipLength + tcpLength));
      packet.putShort((short) 0).putShort((short) 0x4000); // do not fragment
      packet.put((byte) HOPS).put((byte) TCP).putShort((short) 0).put(sender).put(receiver);
      packet.putShort(10, checksum(packet.array(), 0, ipLength, 0));
    } else {
      packet.putInt(0x60000000).putShort((short) tcpLength);
      packet.put((byte) TCP).put((byte) HOPS).put(sender).put(receiver);
    }
    packet.putShort((short) source.getPort()).putShort((short) target.getPort());
    packet.putInt(seq).putInt(ack);
    packet.put((byte) ((20 + options.length) << 2)).put((byte) flags);
    packet.putShort((short) WINDOW).putShort((short) 0).putShort((short) 0);
    packet.put(options).put(data.duplicate());
    long pseudoHeader = sum(sender, 0, sender.length) + sum(receiver, 0, receiver.length);
    packet.putShort(
        ipLength + 16,
        checksum(packet.array(), ipLength, tcpLength, pseudoHeader + TCP + tcpLength));
    return packet.array();
  }

  private static byte[] mapped(byte[] address) {
    if (address.length == 16) {
      return address;
    }
    return ByteBuffer.allocate(16)
        .putLong(0)
        .putShort((short) 0)
        .putShort((short) -1)
        .put(address)
        .array();
  }

  private static short checksum(byte[] bytes, int from, int length, long start) {
    long sum = start + sum(bytes, from, length);
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) ~sum;
  }

  private static long sum(byte[] bytes, int from, int length) {
    // Four bytes at a time: carries are folded in at the end all the same (RFC 1071 §2).
    ByteBuffer words = ByteBuffer.wrap(bytes, from, length);
    long sum = 0;
    while (words.remaining() >= 4) {
      sum += words.getInt() & 0xffffffffL;
    }
    for (int shift = 24; words.hasRemaining(); shift -= 8) {
      sum += (words.get() & 0xffL) << shift;
    }
    return sum;
  }
}
