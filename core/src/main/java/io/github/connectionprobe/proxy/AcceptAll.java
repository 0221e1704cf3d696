package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Lets one accept event bring in the whole backlog, which settling relies on. Netty's own way to
 * ask for this came with 4.1.71, and older versions have to do.
 */
final class AcceptAll implements RecvByteBufAllocator {

  @Override
  @SuppressWarnings("deprecation") // Netty's own allocators still return this type
  public RecvByteBufAllocator.Handle newHandle() {
    return new Everything();
  }

  private static final class Everything implements ExtendedHandle {

    @Override
    public boolean continueReading() {
      return true;
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreDataSupplier) {
      return true;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      throw new UnsupportedOperationException("Connections are accepted, no bytes are read.");
    }

    @Override
    public int guess() {
      return 0;
    }

    @Override
    public void reset(ChannelConfig config) {}

    @Override
    public void incMessagesRead(int count) {}

    @Override
    public void lastBytesRead(int bytes) {}

    @Override
    public int lastBytesRead() {
      return 0;
    }

    @Override
    public void attemptedBytesRead(int bytes) {}

    @Override
    public int attemptedBytesRead() {
      return 0;
    }

    @Override
    public void readComplete() {}
  }
}
