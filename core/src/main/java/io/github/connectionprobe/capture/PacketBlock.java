package io.github.connectionprobe.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a comment needs to know of a packet in the spool.
 *
 * @param leg the interface: 0 for the client leg, 1 for the server leg
 * @param at nanoseconds since 1970
 * @param connection the number of the relayed connection
 * @param inbound whether the proxy received it
 * @param flags the TCP flags
 * @param data how many bytes of data it carries
 */
record PacketBlock(int leg, long at, int connection, boolean inbound, int flags, int data) {

  /** Returns what the block says; null where it is no packet. */
  static @Nullable PacketBlock of(byte[] bytes) {
    ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (block.getInt(0) != Blocks.PACKET) {
      return null;
    }
    int tcp = Blocks.BEFORE_PACKET + (block.get(Blocks.BEFORE_PACKET) >> 4 == 4 ? 20 : 40);
    int end = Blocks.BEFORE_PACKET + block.getInt(20);
    int headerLength = (block.get(tcp + 12) & 0xf0) >> 2;
    // The options of a spooled packet are its flags and its number, always.
    return new PacketBlock(
        block.getInt(8),
        ((long) block.getInt(12) << 32) | (block.getInt(16) & 0xffffffffL),
        (int) (block.getLong(bytes.length - 16) >>> 32),
        block.getInt(bytes.length - 24) == 1,
        block.get(tcp + 13),
        end - tcp - headerLength);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
