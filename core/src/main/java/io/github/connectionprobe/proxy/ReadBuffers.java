package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the channels of one loop read into.
 *
 * <p>Nearly always the bytes of a read have been written to the other peer before the next read
 * begins, so a few large buffers serve every channel of the loop in turn, without allocation. A
 * buffer whose bytes the other peer did not take at once is left to that write, and the next one is
 * used meanwhile.
 *
 * <p>Who has filled one of them sends bulk, and the next read takes what the kernel holds in one of
 * a few much larger ones: each read has the kernel tell the sender of the room it made and wake it,
 * which for bulk costs more than the copying.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class ReadBuffers extends DefaultMaxMessagesRecvByteBufAllocator {

  /** What a read begins with. To allocate more would be felt when a proxy starts. */
  static final int SIZE = 128 * 1024;

  /** About as much as Linux keeps for a reader on a loopback connection. */
  static final int BULK_SIZE = 4 * 1024 * 1024;

  private static final int COUNT = 8;

  private static final int BULK_COUNT = 2;

  private final ByteBuf[] buffers = new ByteBuf[COUNT];
  private final ByteBuf[] bulkBuffers = new ByteBuf[BULK_COUNT];
  private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;

  /** One for all: each read begins by resetting it, and ends before that of another channel. */
  private final SharedHandle handle = new SharedHandle();

  /** Returns an empty buffer; whoever gets it releases it. */
  ByteBuf take() {
    ByteBuf free = free(buffers, SIZE);
    return free == null ? allocator.directBuffer(SIZE, SIZE) : free;
  }

  /** Returns an empty buffer for bulk, which is not larger than others while too many are used. */
  ByteBuf takeBulk() {
    ByteBuf free = free(bulkBuffers, BULK_SIZE);
    return free == null ? take() : free;
  }

  private @Nullable ByteBuf free(ByteBuf[] from, int size) {
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
    return null;
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

    /** Whether the latest read was as long as only those of bulk are. */
    private boolean bulk;

    @Override
    public int guess() {
      return bulk ? BULK_SIZE : SIZE;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator ignored) {
      return bulk ? takeBulk() : take();
    }

    @Override
    public void lastBytesRead(int bytes) {
      bulk = bytes >= SIZE;
      super.lastBytesRead(bytes);
    }
  }
}
