package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.connectionprobe.observer.ExchangeListener;
import io.github.connectionprobe.observer.http1.HeadMemory;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedRequest;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An observer with a clock that ticks once for every read, and its facts in words. */
final class Observed {

  /** Leaks are looked for here, buffer by buffer, so that Netty need not trace every one. */
  private static final ByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(true, true);

  private static final InetSocketAddress CLIENT = InetSocketAddress.createUnresolved("client", 1);

  final ConnectionObserver observer = new ConnectionObserver(1, new Listener(), new HeadMemory());
  final List<Long> begun = new ArrayList<>();
  final Map<Long, RecordedExchange> over = new HashMap<>();
  private long clock;

  private final class Listener implements ExchangeListener {
    @Override
    public void begun(long number) {
      begun.add(number);
    }

    @Override
    public void over(RecordedExchange exchange) {
      over.put(exchange.number(), exchange);
    }
  }

  Observed client(String text) {
    return bytes(Side.CLIENT, text.getBytes(ISO_8859_1));
  }

  Observed server(String text) {
    return bytes(Side.SERVER, text.getBytes(ISO_8859_1));
  }

  Observed bytes(Side from, byte[] bytes) {
    return bytes(from, bytes, 0, bytes.length);
  }

  /** Shows a part of the bytes, in a buffer of one kind or the other with others around them. */
  Observed bytes(Side from, byte[] bytes, int start, int end) {
    clock++;
    int capacity = end - start + 8;
    ByteBuf buffer = clock % 2 == 0 ? BUFFERS.directBuffer(capacity) : BUFFERS.heapBuffer(capacity);
    buffer.writeBytes(new byte[] {'\n', '\n', '\n'}).readerIndex(3);
    buffer.writeBytes(bytes, start, end - start);
    int writerIndex = buffer.writerIndex();
    observer.bytes(from, buffer, clock);
    boolean untouched =
        buffer.readerIndex() == 3
            && buffer.writerIndex() == writerIndex
            && buffer.equals(Unpooled.wrappedBuffer(bytes, start, end - start));
    if (!untouched || !buffer.release()) {
      throw new AssertionError("the observer changed the buffer or holds on to it: " + buffer);
    }
    return this;
  }

  /** Lets the clock tick as for a read. */
  long tick() {
    return ++clock;
  }

  Observed ended(Side from, EndKind kind) {
    observer.ended(from, kind, ++clock);
    return this;
  }

  Phase phase() {
    return observer.phase();
  }

  RecordedConnection connection() {
    RecordedConnection.Builder builder = RecordedConnection.builder(1, CLIENT, Duration.ZERO);
    observer.describeTo(builder);
    return builder.build();
  }

  RecordedExchange exchange(int number) {
    return connection().exchanges().get(number - 1);
  }

  RecordedResponse response(int number) {
    return exchange(number).response().orElseThrow();
  }

  String retired() {
    return connection().observerRetired().orElseThrow();
  }

  /** Everything but the times, in the words of the dialogues. */
  String facts() {
    RecordedConnection connection = connection();
    List<String> facts = new ArrayList<>();
    long count = connection.exchangeCount();
    facts.add(
        connection.protocol()
            + ", "
            + phase()
            + ", "
            + count
            + (count == 1 ? " exchange" : " exchanges"));
    connection.exchanges().forEach(exchange -> facts.add(words(exchange)));
    connection.unsolicited().forEach(response -> facts.add("unsolicited: " + words(response)));
    connection
        .upgrade()
        .ifPresent(u -> facts.add("upgraded by 1." + u.exchange() + " to " + u.protocol()));
    connection.observerRetired().ifPresent(reason -> facts.add("retired: " + reason));
    return String.join("\n", facts);
  }

  static String words(RecordedExchange exchange) {
    RecordedRequest request = exchange.request();
    StringBuilder words = new StringBuilder(exchange.id());
    words.append(' ').append(request.method()).append(' ').append(request.path());
    words.append(' ').append(request.version()).append(" {").append(request.headers()).append("} ");
    words.append(request.framing()).append(' ').append(request.bodyBytes());
    words.append(request.complete() ? "" : " ~");
    exchange.informational().forEach(interim -> words.append(" -> ").append(interim.status()));
    words.append(" -> ").append(exchange.response().map(Observed::words).orElse("nothing"));
    return words.toString();
  }

  private static String words(RecordedResponse response) {
    return response.status()
        + " "
        + response.version()
        + " {"
        + response.headers()
        + "} "
        + response.framing()
        + " "
        + response.bodyBytes()
        + (response.complete() ? "" : " ~");
  }
}
