package io.github.connectionprobe.proxy;

import io.github.connectionprobe.observer.Ascii;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;

/**
 * Tells a protocol by the first bytes of whoever speaks first, without holding any of them. HTTP/2
 * has to be looked for first: its preface is made to look like a request (RFC 9113 §3.4).
 */
final class ProtocolDetector {

  /**
   * A first line of this length that looked like a request so far does not turn into another thing.
   */
  private static final int LONG_LINE = 1_024;

  /** The type of the record that a TLS connection begins with. */
  static final byte TLS_RECORD = 0x16;

  private static final String PREFACE = "PRI * HTTP/2.0";
  private static final int SETTINGS_HEADER = 9;
  private static final String STATUS_LINE = "HTTP/1.";

  /** {@code HTTP/1.} in the upper seven bytes, as {@link #tail} holds it when a digit follows. */
  private static final long VERSION = 0x485454502F312E00L;

  private int lineLength;
  private int blanks;
  private int fromServer;
  private boolean settings;
  private boolean preface = true;
  private boolean afterEmptyLine;
  private byte latest;
  private long tail;

  /** Looks at further bytes, and returns {@link Protocol#UNKNOWN} until there were enough. */
  Protocol look(Side from, ByteBuf bytes) {
    Protocol protocol = Protocol.UNKNOWN;
    int end = bytes.writerIndex();
    for (int i = bytes.readerIndex(); i < end && protocol == Protocol.UNKNOWN; i++) {
      byte b = bytes.getByte(i);
      protocol = from == Side.CLIENT ? client(b) : server(b);
    }
    return protocol;
  }

  /** Returns true while what the client has sent may become a request. */
  boolean mayBeRequest() {
    return latest != TLS_RECORD;
  }

  /** Returns true while what was looked at may be the beginning of HTTP/2. */
  boolean mayBeHttp2() {
    return preface && (fromServer == 0 || settings);
  }

  private Protocol server(byte b) {
    if (!mayBeRequest()) {
      // The one byte of the client so far was no beginning of a request, nor yet one of TLS.
      return Protocol.OTHER;
    }
    settings = mayBeHttp2() && belongsToSettings(b);
    if (settings) {
      return ++fromServer == SETTINGS_HEADER ? Protocol.HTTP_2 : Protocol.UNKNOWN;
    }
    if (fromServer >= STATUS_LINE.length()) {
      return Protocol.OTHER;
    }
    if (b != STATUS_LINE.charAt(fromServer++)) {
      return Protocol.OTHER;
    }
    return fromServer == STATUS_LINE.length() ? Protocol.HTTP_1 : Protocol.UNKNOWN;
  }

  /** A server need not wait for the client's preface to send its SETTINGS (RFC 9113 §3.4). */
  private boolean belongsToSettings(byte b) {
    return switch (fromServer) {
      case 1, 2 -> true;
      case 3 -> b == 4;
      default -> b == 0;
    };
  }

  private Protocol client(byte b) {
    if (lineLength == 0 && (b == '\r' || b == '\n')) {
      afterEmptyLine = true;
      preface = false;
      return Protocol.UNKNOWN;
    }
    if (b == '\n') {
      return endOfLine();
    }
    preface &= lineLength < PREFACE.length() ? b == PREFACE.charAt(lineLength) : b == '\r';
    lineLength++;
    if (latest == TLS_RECORD) {
      return b == 0x03 ? Protocol.TLS : Protocol.OTHER;
    }
    boolean tlsSoFar = lineLength == 1 && !afterEmptyLine && b == TLS_RECORD;
    if (!tlsSoFar && !belongsToRequestLine(b)) {
      return Protocol.OTHER;
    }
    latest = b;
    if (Ascii.isBlank(b)) {
      blanks++;
    } else if (b != '\r') {
      tail = tail << 8 | (b & 0xff);
    }
    return lineLength == LONG_LINE && blanks > 0 ? Protocol.HTTP_1 : Protocol.UNKNOWN;
  }

  private boolean belongsToRequestLine(byte b) {
    if (blanks == 0 && !Ascii.isToken(b)) {
      return lineLength > 1 && Ascii.isBlank(b);
    }
    return b == '\r' || b == '\t' || b < 0 || (b >= ' ' && b < 0x7f);
  }

  private Protocol endOfLine() {
    if (mayBeHttp2() && lineLength >= PREFACE.length()) {
      return Protocol.HTTP_2;
    }
    boolean versioned = blanks > 1 && (tail & ~0xffL) == VERSION;
    return versioned ? Protocol.HTTP_1 : Protocol.OTHER;
  }
}
