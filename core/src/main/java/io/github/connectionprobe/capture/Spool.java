package io.github.connectionprobe.capture;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The capture while it is written: complete but for the comments. Streams rather than channels,
 * because an interrupted thread closes a channel. Not thread-safe.
 */
final class Spool implements Closeable {

  private static final String[] LEGS = {"client leg", "server leg"};

  private final OutputStream out;
  private final long most;
  private long size;

  /** There is no room for another block. */
  @SuppressWarnings("serial") // is never written anywhere
  static final class FullException extends IOException {}

  Spool(Path file, long most) throws IOException {
    this.most = most;
    this.out = new BufferedOutputStream(new FileOutputStream(file.toFile()), 1 << 16);
    write(Blocks.section("connection-probe: still being written"));
    for (String leg : LEGS) {
      write(Blocks.networkInterface(leg));
    }
    out.flush();
  }

  void write(byte[] block) throws IOException {
    if (size + block.length > most) {
      throw new FullException();
    }
    out.write(block);
    size += block.length;
  }

  void flush() throws IOException {
    out.flush();
  }

  long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
