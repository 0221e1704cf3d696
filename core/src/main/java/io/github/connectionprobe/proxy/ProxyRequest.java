package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client has said to a forwarding proxy so far, and what it means, however it was cut into
 * pieces. Not thread-safe.
 */
final class ProxyRequest {

  /** More than that is no request to a proxy. */
  static final int MOST_SAID = 16 * 1024;

  private static final byte SOCKS4 = 4;
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final byte SOCKS4_REFUSED = 0x5b;

  private byte[] said = {};
  private @Nullable Dialect dialect;

  /** Returns how the client speaks, where that is known yet. */
  @Nullable Dialect dialect() {
    return dialect;
  }

  /** Returns how many bytes were said. */
  int length() {
    return said.length;
  }

  /**
   * Takes in what is readable, without moving an index.
   *
   * @param answers what the client is to be told on the way
   * @return what to do: anything but {@link Step.Reply}, and nothing but {@link Step.More} means
   *     that the client is to be asked again
   */
  Step hear(ByteBuf bytes, Consumer<ByteBuf> answers) {
    int before = said.length;
    said = Arrays.copyOf(said, before + bytes.readableBytes());
    bytes.getBytes(bytes.readerIndex(), said, before, said.length - before);
    if (dialect == null) {
      Step refusal = chooseByFirstByte();
      if (refusal != null) {
        return refusal;
      }
    }
    // What lies behind the limit must not count, or it would depend on how the bytes arrived.
    ByteBuf counted = Unpooled.wrappedBuffer(said, 0, Math.min(said.length, MOST_SAID));
    while (dialect != null) {
      Step step = dialect.look(counted);
      if (step instanceof Step.Reply reply) {
        answers.accept(reply.bytes());
      } else if (step instanceof Step.More && said.length > MOST_SAID) {
        return refuse(
            "what the client said to the proxy has no end within " + MOST_SAID + " bytes");
      } else {
        return step;
      }
    }
    return new Step.More();
  }

  private @Nullable Step chooseByFirstByte() {
    if (said.length == 0) {
      return null;
    }
    byte first = said[0];
    if (first == Socks5.VERSION) {
      dialect = new Socks5();
      return null;
    } else if (first > ' ') {
      dialect = new HttpConnect();
      return null;
    } else if (first == SOCKS4) {
      return new Step.Refuse(
          "the client spoke SOCKS4; the probe speaks SOCKS5 and HTTP CONNECT",
          Unpooled.wrappedBuffer(new byte[] {0, SOCKS4_REFUSED, 0, 0, 0, 0, 0, 0}));
    } else if (first == TLS_HANDSHAKE) {
      return refuse(
          "the client began with TLS, as if the probe were the server or a proxy behind TLS; a"
              + " forwarding probe is to be given to the client as a plain proxy: probe.proxy() or"
              + " probe.proxySelector()");
    }
    return refuse("the client began with neither SOCKS5 nor an HTTP/1 request line");
  }

  /** Gives up, in the client's own protocol where that is known. */
  Step.Refuse refuse(String reason) {
    return new Step.Refuse(
        reason,
        dialect == null
            ? Unpooled.EMPTY_BUFFER
            : dialect.refused(UpstreamFailure.Kind.NOT_NAMED, reason));
  }
}
