package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Frames of HTTP/2, one behind the other (RFC 9113 §6). */
final class Frames {

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int ACK = 1;

  /** {@code GET / HTTP/2} and {@code 204}, without a table. */
  private static final byte[] GET = {(byte) 0x82, (byte) 0x86, (byte) 0x84};

  private static final byte[] NO_CONTENT = {(byte) 0x89};

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Begins as a client has to. */
  static Frames client() {
    Frames frames = new Frames();
    frames.bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    return frames.settings();
  }

  /** Begins as a server has to. */
  static Frames server() {
    return new Frames().settings();
  }

  Frames frame(int type, int flags, int stream, byte... payload) {
    ByteBuffer header = ByteBuffer.allocate(9);
    header.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream);
    bytes.writeBytes(header.array());
    bytes.writeBytes(payload);
    return this;
  }

  Frames settings() {
    return frame(4, 0, 0);
  }

  Frames setting(int name, int value) {
    return frame(4, 0, 0, ByteBuffer.allocate(6).putShort((short) name).putInt(value).array());
  }

  Frames get(int... streams) {
    for (int stream : streams) {
      frame(1, END_STREAM | END_HEADERS, stream, GET);
    }
    return this;
  }

  Frames noContent(int... streams) {
    for (int stream : streams) {
      frame(1, END_STREAM | END_HEADERS, stream, NO_CONTENT);
    }
    return this;
  }

  Frames data(int stream, int flags, int length) {
    return frame(0, flags, stream, new byte[length]);
  }

  Frames reset(int stream, int code) {
    return frame(3, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
  }

  Frames ping(int flags) {
    return frame(6, flags, 0, new byte[8]);
  }

  Frames goAway(int lastStream, int code) {
    return frame(7, 0, 0, ByteBuffer.allocate(8).putInt(lastStream).putInt(code).array());
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
