package io.github.connectionprobe.observer.http2;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the header blocks of one direction together from HEADERS, PUSH_PROMISE and CONTINUATION
 * frames (RFC 9113 §4.3), and reads them for as long as that is possible.
 */
final class HeaderBlock {

  private final HpackDecoder decoder = new HpackDecoder();
  private @Nullable Frame open;
  private byte[] block = {};
  private int length;
  private @Nullable String unreadable;

  /** Checks that no other frame comes between those of a block. */
  void check(Frame next) {
    boolean continues = next.type() == Frame.CONTINUATION;
    if (open == null ? continues : !continues || next.stream() != open.stream()) {
      throw new NotHttp2Exception(
          "a frame of type "
              + next.type()
              + " stands where a header block "
              + (open == null ? "does not begin" : "goes on"));
    }
    if (next.type() == Frame.HEADERS || next.type() == Frame.PUSH_PROMISE) {
      open = next;
    }
  }

  /** Returns the frame that began the block under way. */
  @Nullable Frame open() {
    return open;
  }

  /** Takes the payload of one frame of the block. */
  void add(Frame frame, byte[] payload, int held) {
    if (unreadable != null) {
      return;
    }
    int from = 0;
    int to = held;
    if (frame.padded()) {
      to -= payload[0] & 0xff;
      from = 1;
    }
    from += frame.carriesPriority() ? 5 : frame.type() == Frame.PUSH_PROMISE ? 4 : 0;
    if (held < frame.length() || length + to - from > FrameScanner.LONGEST_HELD) {
      giveUp("a header block is too long to be looked into");
    } else if (from > to) {
      throw new NotHttp2Exception("a frame has more padding than bytes");
    } else {
      int needed = length + to - from;
      if (block.length < needed) {
        // Whoever sends many small pieces must not have all that came before copied for each.
        block = Arrays.copyOf(block, Math.max(needed, 2 * block.length));
      }
      System.arraycopy(payload, from, block, length, to - from);
      length += to - from;
    }
  }

  /** Ends the block and returns its fields, where they can be read. */
  Optional<Fields> end() {
    open = null;
    if (unreadable != null) {
      return Optional.empty();
    }
    try {
      Fields fields = new Fields();
      decoder.decode(block, length, fields::add);
      return Optional.of(fields);
    } catch (HpackException e) {
      giveUp(e.getMessage());
      return Optional.empty();
    } finally {
      length = 0;
      block = block.length > 512 ? new byte[0] : block;
    }
  }

  private void giveUp(@Nullable String reason) {
    unreadable = reason;
    block = new byte[0];
    length = 0;
  }

  /** Returns why blocks can no longer be read, where that is so. */
  @Nullable String unreadable() {
    return unreadable;
  }
}
