package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * The memory that the channels of one loop read into.
 *
 * <p>Nearly always the bytes of a read have been written to the other peer before the next read
 * begins, so a few large buffers serve every channel of the loop in turn, without allocation. A
 * buffer whose bytes the other peer did not take at once is left to that write, and the next one is
 * used meanwhile.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class ReadBuffers extends DefaultMaxMessagesRecvByteBufAllocator {

  /** Large enough that bulk transfers are bounded by copying, not by the number of system calls. */
  static final int SIZE = 128 * 1024;

  private static final int COUNT = 8;

  private final ByteBuf[] buffers = new ByteBuf[COUNT];
  private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;

  /** One for all: each read begins by resetting it, and ends before that of another channel. */
  private final SharedHandle handle = new SharedHandle();

  /** Returns an empty buffer; whoever gets it releases it. */
  ByteBuf take() {
    for (int i = 0; i < COUNT; i++) {
      ByteBuf buffer = buffers[i];
      if (buffer == null) {
        buffer = allocator.directBuffer(SIZE, SIZE);
        buffers[i] = buffer;
      }
      if (buffer.refCnt() == 1) {
        return buffer.retainedDuplicate().clear();
      }
    }
    return allocator.directBuffer(SIZE, SIZE);
  }

  /** Returns a copy that is as large as its contents, for bytes that must wait. */
  ByteBuf copyOf(ByteBuf bytes) {
    return allocator.directBuffer(bytes.readableBytes()).writeBytes(bytes);
  }

  @Override
  @SuppressWarnings("deprecation") // Netty's own allocators still return this type
  public RecvByteBufAllocator.Handle newHandle() {
    return handle;
  }

  private final class SharedHandle extends MaxMessageHandle {

    @Override
    public int guess() {
      return SIZE;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator ignored) {
      return take();
    }
  }
}
