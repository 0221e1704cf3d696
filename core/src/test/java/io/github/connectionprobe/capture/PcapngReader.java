package io.github.connectionprobe.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a pcapng file as its specification says, sharing nothing with what writes it. */
final class PcapngReader {

  /** One packet; addresses and ports as {@code 127.0.0.1:80}. */
  record Packet(
      int leg,
      long at,
      String from,
      String to,
      long seq,
      long ack,
      int flags,
      byte[] data,
      String comment) {

    boolean has(int flag) {
      return (flags & flag) != 0;
    }
  }

  final List<Packet> packets = new ArrayList<>();
  final List<String> interfaces = new ArrayList<>();
  String comment = "";

  static PcapngReader read(Path file) throws IOException {
    PcapngReader reader = new PcapngReader();
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    while (all.hasRemaining()) {
      int start = all.position();
      int length = all.getInt(start + 4);
      if (length % 4 != 0 || all.getInt(start + length - 4) != length) {
        throw new IOException("The block at " + start + " has no frame");
      }
      ByteBuffer body = all.slice(start + 8, length - 12).order(ByteOrder.LITTLE_ENDIAN);
      reader.block(all.getInt(start), body);
      all.position(start + length);
    }
    return reader;
  }

  private void block(int type, ByteBuffer body) throws IOException {
    if (type == 0x0A0D0D0A) {
      comment = comment(options(body.position(16)));
    } else if (type == 1) {
      byte[] name = options(body.position(8)).get(2);
      interfaces.add(new String(name, StandardCharsets.UTF_8));
    } else if (type == 6) {
      int leg = body.getInt();
      long at = ((long) body.getInt() << 32) | (body.getInt() & 0xffffffffL);
      int length = body.getInt();
      body.getInt();
      byte[] packet = new byte[length];
      body.get(packet);
      body.position(body.position() + (4 - length % 4) % 4);
      packets.add(packet(leg, at, packet, comment(options(body))));
    } else {
      throw new IOException("Unknown block " + type);
    }
  }

  private static Map<Integer, byte[]> options(ByteBuffer body) {
    Map<Integer, byte[]> options = new TreeMap<>();
    while (true) {
      int code = body.getShort();
      byte[] value = new byte[Short.toUnsignedInt(body.getShort())];
      if (code == 0) {
        return options;
      }
      body.get(value);
      body.position(body.position() + (4 - value.length % 4) % 4);
      options.put(code, value);
    }
  }

  private static String comment(Map<Integer, byte[]> options) {
    return new String(options.getOrDefault(1, new byte[0]), StandardCharsets.UTF_8);
  }

  private static Packet packet(int leg, long at, byte[] bytes, String comment) throws IOException {
    ByteBuffer ip = ByteBuffer.wrap(bytes);
    boolean four = bytes[0] >> 4 == 4;
    byte[] source = new byte[four ? 4 : 16];
    byte[] target = source.clone();
    ip.position(four ? 12 : 8).get(source).get(target);
    int tcp = ip.position();
    int checked = 6 + bytes.length - tcp;
    for (int i = four ? 12 : 8; i < bytes.length; i++) {
      int value = bytes[i] & 0xff;
      checked += ((i - tcp) & 1) == 0 ? value << 8 : value;
      checked = (checked & 0xffff) + (checked >>> 16);
    }
    if (checked != 0xffff) {
      throw new IOException("wrong checksum, " + Integer.toHexString(checked));
    }
    int fromPort = Short.toUnsignedInt(ip.getShort());
    int toPort = Short.toUnsignedInt(ip.getShort());
    long seq = Integer.toUnsignedLong(ip.getInt());
    long ack = Integer.toUnsignedLong(ip.getInt());
    int header = (ip.get() & 0xf0) >> 2;
    int flags = ip.get();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write(bytes, tcp + header, bytes.length - tcp - header);
    return new Packet(
        leg,
        at,
        InetAddress.getByAddress(source).getHostAddress() + ":" + fromPort,
        InetAddress.getByAddress(target).getHostAddress() + ":" + toPort,
        seq,
        ack,
        flags,
        data.toByteArray(),
        comment);
  }
}
