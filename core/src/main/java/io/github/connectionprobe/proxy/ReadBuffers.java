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

  /** What a read begins with. To allocate more would be felt when a proxy starts. */
  static final int SIZE = 128 * 1024;

  /** Bulk transfers are bounded by the number of system calls and of threads woken. */
  static final int BULK_SIZE = 512 * 1024;

  private static final int COUNT = 8;

  private static final int BULK_COUNT = 4;

  private final ByteBuf[] buffers = new ByteBuf[COUNT];
  private final ByteBuf[] bulkBuffers = new ByteBuf[BULK_COUNT];
  private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;

  /** One for all: each read begins by resetting it, and ends before that of another channel. */
  private final SharedHandle handle = new SharedHandle();

  /** Returns an empty buffer; whoever gets it releases it. */
  ByteBuf take() {
    return take(buffers, SIZE);
  }

  private ByteBuf take(ByteBuf[] from, int size) {
    for (int i = 0; i < from.length; i++) {
      ByteBuf buffer = from[i];
      if (buffer == null) {
        buffer = allocator.directBuffer(size, size);
        from[i] = buffer;
      }
      if (buffer.refCnt() == 1) {
        return buffer.retainedDuplicate().clear();
      }
    }
    return allocator.directBuffer(size, size);
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

    /** Whether the latest read was as long as only those of bulk transfers are. */
    private boolean bulk;

    @Override
    public int guess() {
      return bulk ? BULK_SIZE : SIZE;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator ignored) {
      return bulk ? take(bulkBuffers, BULK_SIZE) : take();
    }

    @Override
    public void lastBytesRead(int bytes) {
      bulk = bytes >= SIZE;
      super.lastBytesRead(bytes);
    }
  }
}
