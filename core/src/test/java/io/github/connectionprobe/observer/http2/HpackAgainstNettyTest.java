package io.github.connectionprobe.observer.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our decoder beside Netty's: what Netty wrote or was able to read, ours reads the same way. */
class HpackAgainstNettyTest {

  private static final int CONNECTIONS = 200;
  private static final int BLOCKS = 40;
  private static final int NO_HUFFMAN = Integer.MAX_VALUE;

  private static final List<String> NAMES =
      List.of(
          ":method",
          ":path",
          ":status",
          ":authority",
          "accept",
          "cookie",
          "user-agent",
          "content-length",
          "x-request-id",
          "www-authenticate",
          "grpc-status",
          "x");

  private static final int[] TABLE_SIZES = {0, 1, 64, 300, 4_096, 65_536, 1 << 20};

  @ParameterizedTest
  @ValueSource(ints = {0, 20, NO_HUFFMAN})
  void whatNettyWritesIsReadHoweverItsTableChanges(int huffmanFrom) throws Exception {
    long firstSeed = System.nanoTime();
    for (long seed = firstSeed; seed < firstSeed + CONNECTIONS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Http2HeadersEncoder.SensitivityDetector sensitive = (name, value) -> value.length() % 7 == 3;
      DefaultHttp2HeadersEncoder encoder =
          new DefaultHttp2HeadersEncoder(sensitive, true, 16, huffmanFrom);
      HpackDecoder decoder = new HpackDecoder();
      for (int block = 0; block < BLOCKS; block++) {
        if (random.nextInt(8) == 0) {
          encoder
              .configuration()
              .maxHeaderTableSize(TABLE_SIZES[random.nextInt(TABLE_SIZES.length)]);
        }
        Http2Headers headers = headers(random);
        byte[] bytes = encoded(encoder, headers);
        assertThat(decoded(decoder, bytes))
            .as("seed %d, block %d", seed, block)
            .isEqualTo(lines(headers));
      }
    }
  }

  @Test
  void whatNettyReadsOfDamagedBlocksIsReadAndReadTheSame() throws Exception {
    long firstSeed = System.nanoTime();
    int read = 0;
    for (long seed = firstSeed; seed < firstSeed + 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = encoded(new DefaultHttp2HeadersEncoder(), headers(random));
      for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      List<String> byNetty = decodedByNetty(bytes);
      if (byNetty != null) {
        read++;
        // Netty puts the pseudo-headers first, wherever they stood.
        assertThat(decoded(new HpackDecoder(), bytes))
            .as("seed %d", seed)
            .containsExactlyInAnyOrderElementsOf(byNetty);
      }
    }
    assertThat(read).as("blocks that Netty reads").isGreaterThan(2_000);
  }

  private static Http2Headers headers(SplittableRandom random) {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (int i = random.nextInt(12); i > 0; i--) {
      headers.add(new AsciiString(name(random), false), new AsciiString(value(random), false));
    }
    return headers;
  }

  private static byte[] name(SplittableRandom random) {
    return NAMES.get(random.nextInt(NAMES.size())).getBytes(ISO_8859_1);
  }

  /** Values that come again, so that the table is used, of any octets and sometimes long. */
  private static byte[] value(SplittableRandom random) {
    if (random.nextBoolean()) {
      return ("value-" + random.nextInt(20)).getBytes(ISO_8859_1);
    }
    byte[] any = new byte[random.nextInt(20) == 0 ? random.nextInt(6_000) : random.nextInt(40)];
    random.nextBytes(any);
    return any;
  }

  private static byte[] encoded(Http2HeadersEncoder encoder, Http2Headers headers)
      throws Http2Exception {
    ByteBuf out = Unpooled.buffer();
    encoder.encodeHeaders(1, headers, out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  private static List<String> decoded(HpackDecoder decoder, byte[] bytes) {
    List<String> lines = new ArrayList<>();
    decoder.decode(bytes, bytes.length, field -> lines.add(field.name() + "=" + field.value()));
    return lines;
  }

  /** Returns nothing where Netty refuses the block. */
  private static List<String> decodedByNetty(byte[] bytes) {
    Http2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    try {
      return lines(decoder.decodeHeaders(1, Unpooled.wrappedBuffer(bytes)));
    } catch (Http2Exception | IllegalArgumentException refused) {
      return null;
    }
  }

  private static List<String> lines(Http2Headers headers) {
    List<String> lines = new ArrayList<>();
    headers.forEach(field -> lines.add(text(field.getKey()) + "=" + text(field.getValue())));
    return lines;
  }

  private static String text(CharSequence octets) {
    return new String(AsciiString.of(octets).toByteArray(), ISO_8859_1);
  }
}
