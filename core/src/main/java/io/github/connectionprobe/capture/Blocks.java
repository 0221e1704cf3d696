package io.github.connectionprobe.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian. */
final class Blocks {

  static final int SECTION = 0x0A0D0D0A;
  static final int INTERFACE = 1;
  static final int PACKET = 6;

  /** Packets begin with the IP header, version 4 or 6. */
  static final int LINKTYPE_RAW = 101;

  static final int COMMENT = 1;
  static final int APPLICATION = 4;
  static final int NAME = 2;
  static final int RESOLUTION = 9;
  static final int FLAGS = 2;
  static final int PACKET_ID = 5;

  /** What stands in front of a packet's bytes, in its block. */
  static final int BEFORE_PACKET = 28;

  private static final int NANOSECONDS = 9;
  private static final int LONGEST_COMMENT = 8_000;

  private Blocks() {}

  /** Begins a file. */
  static byte[] section(String comment) {
    byte[] body = new byte[16];
    fill(body).putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
    return block(
        SECTION,
        body,
        option(COMMENT, text(comment)),
        option(APPLICATION, text("connection-probe")));
  }

  /** Describes an interface; they are numbered from 0 in the order of their blocks. */
  static byte[] networkInterface(String name) {
    byte[] body = new byte[8];
    fill(body).putShort((short) LINKTYPE_RAW).putShort((short) 0).putInt(0);
    return block(
        INTERFACE, body, option(NAME, text(name)), option(RESOLUTION, new byte[] {NANOSECONDS}));
  }

  /**
   * One packet.
   *
   * @param on the number of the interface
   * @param at nanoseconds since 1970
   * @param id unique in the file
   * @param inbound whether the proxy received it
   */
  static byte[] packet(int on, long at, byte[] packet, long id, boolean inbound) {
    byte[] body = new byte[20 + padded(packet.length)];
    fill(body)
        .putInt(on)
        .putInt((int) (at >>> 32))
        .putInt((int) at)
        .putInt(packet.length)
        .putInt(packet.length)
        .put(packet);
    byte[] flags = new byte[4];
    fill(flags).putInt(inbound ? 1 : 2);
    byte[] number = new byte[8];
    fill(number).putLong(id);
    return block(PACKET, body, option(FLAGS, flags), option(PACKET_ID, number));
  }

  /** Returns the packet's block with a comment on it. */
  static byte[] commented(byte[] packetBlock, String comment) {
    int captured = ByteBuffer.wrap(packetBlock).order(ByteOrder.LITTLE_ENDIAN).getInt(20);
    int options = BEFORE_PACKET + padded(captured);
    return block(
        PACKET,
        Arrays.copyOfRange(packetBlock, 8, options),
        option(COMMENT, text(comment)),
        Arrays.copyOfRange(packetBlock, options, packetBlock.length - 8));
  }

  private static byte[] block(int type, byte[] body, byte[]... options) {
    int length = 12 + body.length + 4;
    for (byte[] option : options) {
      length += option.length;
    }
    byte[] block = new byte[length];
    ByteBuffer into = fill(block).putInt(type).putInt(length).put(body);
    for (byte[] option : options) {
      into.put(option);
    }
    into.putInt(0).putInt(length);
    return block;
  }

  private static byte[] option(int code, byte[] value) {
    byte[] option = new byte[4 + padded(value.length)];
    fill(option).putShort((short) code).putShort((short) value.length).put(value);
    return option;
  }

  private static byte[] text(String text) {
    // Paths come from the wire, and a comment is shown on a terminal.
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_COMMENT)
        .map(c -> c != '\n' && Character.isISOControl(c) ? '?' : c)
        .forEach(shown::appendCodePoint);
    return shown.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static ByteBuffer fill(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
