package io.github.connectionprobe.observer.http2;

import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.StreamReset;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the frames of one peer mean. */
final class PeerFrames implements FrameListener {

  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int MAX_FRAME_SIZE = 5;

  private final Side peer;
  private final Streams streams;
  private final Signals signals;
  private final FrameScanner scanner;
  private final HeaderBlock block = new HeaderBlock();
  private long allowedFrames;

  PeerFrames(Side peer, Streams streams, Signals signals) {
    this.peer = peer;
    this.streams = streams;
    this.signals = signals;
    scanner = new FrameScanner(this, peer == Side.CLIENT);
  }

  void scan(ByteBuf bytes, long atNanos, PeerFrames other) {
    scanner.scan(bytes, atNanos);
    other.scanner.allowFrames(allowedFrames);
  }

  /** Takes frames of any length, because the other peer's settings are not known. */
  void allowAnyFrame() {
    scanner.allowAnyFrame();
  }

  /** Returns why its header fields can no longer be read, where that is so. */
  @Nullable String unreadable() {
    return block.unreadable();
  }

  @Override
  public void begun(Frame frame, long atNanos) {
    block.check(frame);
    if (frame.type() == Frame.HEADERS) {
      if (peer == Side.CLIENT) {
        streams.headersFromClient(frame);
      } else {
        streams.headersFromServer(frame);
        OpenStream stream = streams.find(frame.stream());
        if (stream != null) {
          stream.response(frame.begun());
        }
      }
    }
  }

  @Override
  public void data(Frame frame, int bodyBytes, long atNanos) {
    OpenStream stream = streams.find(frame.stream());
    if (stream != null) {
      OpenMessage message = message(stream, atNanos);
      message.body(bodyBytes);
      message.seen(atNanos);
    }
  }

  @Override
  public void complete(Frame frame, byte[] payload, int length, long atNanos) {
    switch (frame.type()) {
      case Frame.DATA -> endIfSaid(frame, atNanos);
      case Frame.HEADERS, Frame.PUSH_PROMISE, Frame.CONTINUATION -> {
        block.add(frame, payload, length);
        if (frame.endsHeaders()) {
          headers(atNanos);
        }
      }
      case Frame.SETTINGS -> {
        if (!frame.ack()) {
          settings(payload, length, atNanos);
        }
      }
      case Frame.RST_STREAM -> {
        signals.reset();
        Duration at = Duration.ofNanos(atNanos);
        streams.reset(frame.stream(), new StreamReset(peer, false, Frame.number(payload, 0), at));
      }
      case Frame.PING -> {
        if (!frame.ack()) {
          signals.ping(peer);
        }
      }
      case Frame.GOAWAY -> goAway(payload, atNanos);
      default -> {}
    }
  }

  private void headers(long atNanos) {
    Frame first = block.open();
    Optional<Fields> fields = block.end();
    OpenStream stream =
        first == null || first.type() != Frame.HEADERS ? null : streams.find(first.stream());
    if (first == null || stream == null) {
      return;
    }
    if (peer == Side.SERVER && fields.isPresent() && stream.informedBy(fields.get(), atNanos)) {
      return;
    }
    OpenMessage message = message(stream, first.begun());
    fields.ifPresent(message::head);
    message.headSeen();
    message.seen(atNanos);
    endIfSaid(first, atNanos);
  }

  private void endIfSaid(Frame frame, long atNanos) {
    OpenStream stream = streams.find(frame.stream());
    if (stream != null && frame.endsStream()) {
      OpenMessage message = message(stream, atNanos);
      message.seen(atNanos);
      message.end();
      streams.closeIfComplete(stream);
    }
  }

  private OpenMessage message(OpenStream stream, long atNanos) {
    return peer == Side.CLIENT ? stream.request() : stream.response(atNanos);
  }

  private void settings(byte[] payload, int length, long atNanos) {
    for (int i = 0; i + 6 <= length; i += 6) {
      int name = (payload[i] & 0xff) << 8 | (payload[i + 1] & 0xff);
      long value = Frame.number(payload, i + 2);
      if (name == MAX_CONCURRENT_STREAMS && peer == Side.SERVER) {
        signals.maxConcurrentStreams(value);
      } else if (name == MAX_FRAME_SIZE) {
        allowedFrames = value;
      }
    }
    if (peer == Side.SERVER) {
      signals.settingsOfServer(atNanos);
    }
  }

  private void goAway(byte[] payload, long atNanos) {
    int lastStream = (int) Frame.number(payload, 0) & Integer.MAX_VALUE;
    Duration at = Duration.ofNanos(atNanos);
    signals.goAway(new GoAway(peer, lastStream, Frame.number(payload, 4), at));
    if (peer == Side.SERVER) {
      streams.goAway(lastStream, atNanos);
    }
  }
}
