package io.github.connectionprobe.observer.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one direction into frames (RFC 9113 §4), however they are cut into reads. Of
 * bodies nothing is held; of other frames as much as is looked into.
 */
final class FrameScanner {

  /** What begins the client's bytes (RFC 9113 §3.4). */
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

  /** What a server that knows no HTTP/2 answers to the preface. */
  private static final byte[] HTTP_1 = "HTTP/1.".getBytes(US_ASCII);

  private static final int DEFAULT_MAX_FRAME = 1 << 14;
  private static final int LARGEST_FRAME = 0xffffff;

  /** Only senseless header fields are longer; their names are lost, and nothing else is. */
  static final int LONGEST_HELD = 1 << 17;

  /** A larger buffer is not held between frames. */
  private static final int SPARE = 512;

  private final FrameListener listener;
  private int prefaceLeft;
  private boolean settingsSeen;
  private final byte[] header = new byte[Frame.HEADER_LENGTH];
  private int headerLength;
  private long begun;
  private @Nullable Frame frame;
  private int left;
  private int padding = -1;
  private byte[] payload = {};
  private int held;
  private int maxFrame = DEFAULT_MAX_FRAME;

  FrameScanner(FrameListener listener, boolean beginsWithPreface) {
    this.listener = listener;
    prefaceLeft = beginsWithPreface ? PREFACE.length : 0;
  }

  /** Notes what the other peer is ready to take (SETTINGS_MAX_FRAME_SIZE, RFC 9113 §6.5.2). */
  void allowFrames(long size) {
    maxFrame = (int) Math.max(maxFrame, Math.min(size, LARGEST_FRAME));
  }

  /** The other peer's settings were made where they are not seen. */
  void allowAnyFrame() {
    maxFrame = LARGEST_FRAME;
  }

  /**
   * Looks at the readable bytes.
   *
   * @throws NotHttp2Exception where they are not HTTP/2; nothing may be scanned after that
   */
  void scan(ByteBuf bytes, long atNanos) {
    int index = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (index < end && prefaceLeft > 0) {
      if (bytes.getByte(index++) != PREFACE[PREFACE.length - prefaceLeft--]) {
        throw new NotHttp2Exception("the connection preface is not the one of HTTP/2");
      }
    }
    while (index < end) {
      Frame current = frame;
      index =
          current == null
              ? header(bytes, index, end, atNanos)
              : payload(current, bytes, index, end, atNanos);
    }
  }

  private int header(ByteBuf bytes, int index, int end, long atNanos) {
    if (headerLength == 0) {
      begun = atNanos;
    }
    int count = Math.min(header.length - headerLength, end - index);
    bytes.getBytes(index, header, headerLength, count);
    headerLength += count;
    if (headerLength == header.length) {
      headerLength = 0;
      begin(Frame.of(header, begun), atNanos);
    }
    return index + count;
  }

  private void begin(Frame begins, long atNanos) {
    if (!settingsSeen && Arrays.equals(header, 0, HTTP_1.length, HTTP_1, 0, HTTP_1.length)) {
      throw new NotHttp2Exception(
          "it speaks HTTP/1: HTTP/2 without TLS may have to be switched on");
    }
    begins.check();
    if (begins.length() > maxFrame) {
      throw new NotHttp2Exception("a frame has " + begins.length() + " bytes, more than allowed");
    }
    if (!settingsSeen && (begins.type() != Frame.SETTINGS || begins.ack())) {
      throw new NotHttp2Exception("the first frame is not SETTINGS");
    }
    settingsSeen = true;
    frame = begins;
    left = begins.length();
    padding = begins.padded() ? -1 : 0;
    held = 0;
    listener.begun(begins, atNanos);
    if (left == 0) {
      complete(begins, atNanos);
    }
  }

  private int payload(Frame current, ByteBuf bytes, int index, int end, long atNanos) {
    int count = Math.min(left, end - index);
    if (current.type() == Frame.DATA) {
      data(current, bytes, index, count, atNanos);
    } else {
      hold(current, bytes, index, count);
    }
    left -= count;
    if (left == 0) {
      complete(current, atNanos);
    }
    return index + count;
  }

  /** Counts what is neither padding nor the length of the padding (RFC 9113 §6.1). */
  private void data(Frame current, ByteBuf bytes, int index, int count, long atNanos) {
    int from = index;
    int before = left;
    if (padding < 0) {
      padding = bytes.getByte(from++) & 0xff;
      before--;
      if (padding > before) {
        throw new NotHttp2Exception("a frame has more padding than bytes");
      }
    }
    int body = Math.min(index + count - from, Math.max(0, before - padding));
    listener.data(current, body, atNanos);
  }

  private void hold(Frame current, ByteBuf bytes, int index, int count) {
    int most = Math.min(current.length(), current.type() == Frame.GOAWAY ? 8 : LONGEST_HELD);
    int taken = Math.min(count, most - held);
    if (taken > 0) {
      if (payload.length < held + taken) {
        payload = Arrays.copyOf(payload, Math.min(most, Math.max(64, 2 * (held + taken))));
      }
      bytes.getBytes(index, payload, held, taken);
      held += taken;
    }
  }

  private void complete(Frame current, long atNanos) {
    frame = null;
    byte[] whole = payload;
    if (payload.length > SPARE) {
      payload = new byte[0];
    }
    listener.complete(current, whole, held, atNanos);
  }
}
