package io.github.connectionprobe.observer.tls;

import java.util.Arrays;

/** Reads the numbers and vectors of RFC 8446 §3 one after the other. */
final class Reader {

  private final byte[] bytes;
  private final int end;
  private int at;

  Reader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Reader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  int remaining() {
    return end - at;
  }

  int uint8() throws NotTlsException {
    need(1);
    return bytes[at++] & 0xff;
  }

  int uint16() throws NotTlsException {
    return uint8() << 8 | uint8();
  }

  byte[] bytes(int count) throws NotTlsException {
    need(count);
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  /** Returns a reader of what follows a length of one byte. */
  Reader vector8() throws NotTlsException {
    return part(uint8());
  }

  /** Returns a reader of what follows a length of two bytes. */
  Reader vector16() throws NotTlsException {
    return part(uint16());
  }

  byte[] rest() throws NotTlsException {
    return bytes(remaining());
  }

  private Reader part(int length) throws NotTlsException {
    need(length);
    at += length;
    return new Reader(bytes, at - length, at);
  }

  private void need(int count) throws NotTlsException {
    if (count > end - at) {
      throw new NotTlsException(
          "a field of " + count + " bytes stands where only " + (end - at) + " are left");
    }
  }
}
