package io.github.connectionprobe.capture;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of a spool back, up to where it was complete. Not thread-safe. */
final class BlockReader implements Closeable {

  /** A block's type and length. */
  private static final int FRAME = 8;

  private final InputStream in;
  private long left;

  BlockReader(Path file, long size) throws IOException {
    in = new BufferedInputStream(new FileInputStream(file.toFile()), 1 << 16);
    left = size;
  }

  /** Returns the next block with its frame; null behind the last one that is whole. */
  byte @Nullable [] next() throws IOException {
    byte[] frame = left < FRAME ? new byte[0] : in.readNBytes(FRAME);
    if (frame.length < FRAME) {
      return null;
    }
    int length = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    byte[] block = new byte[length];
    System.arraycopy(frame, 0, block, 0, FRAME);
    left -= length;
    // A disk that is full may have taken a part of the last block.
    return in.readNBytes(block, FRAME, length - FRAME) == length - FRAME ? block : null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
