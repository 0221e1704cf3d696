package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** What a client says to a forwarding probe: SOCKS5, CONNECT and anything else. */
public final class NegotiationFuzz {

  private NegotiationFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String whole = outcome(input, offset -> false);
    SplittableRandom random = new SplittableRandom(input.length);
    same(whole, outcome(input, offset -> true));
    same(whole, outcome(input, offset -> random.nextInt(4) == 0));
  }

  private static void same(String whole, String cut) {
    if (!cut.equals(whole)) {
      throw new AssertionError(cut + " when cut, instead of " + whole);
    }
  }

  /** Says the bytes in pieces until the proxy knows what to do, and returns that in words. */
  private static String outcome(byte[] input, IntPredicate cut) {
    ProxyRequest request = new ProxyRequest();
    StringBuilder told = new StringBuilder();
    int start = 0;
    for (int i = 1; i <= input.length; i++) {
      if (i < input.length && !cut.test(i)) {
        continue;
      }
      Step step =
          request.hear(
              Unpooled.wrappedBuffer(input, start, i - start),
              answer -> told.append(ByteBufUtil.hexDump(answer)).append(", "));
      start = i;
      if (step instanceof Step.Connect connect) {
        return told + connected(connect, input.length);
      } else if (step instanceof Step.Refuse refuse) {
        return told + refuse.reason() + ", " + ByteBufUtil.hexDump(refuse.answer());
      } else if (!(step instanceof Step.More)) {
        throw new AssertionError("The caller is not meant to see " + step);
      }
    }
    return told + "more";
  }

  private static String connected(Step.Connect connect, int said) {
    if (connect.length() > said || connect.length() > ProxyRequest.MOST_SAID) {
      throw new AssertionError("It took " + connect.length() + " of " + said + " bytes");
    }
    Destination destination = connect.destination();
    Destination again = Destination.parse(destination.toString()).orElseThrow();
    if (!again.equals(destination)) {
      throw new AssertionError(destination + " is read as " + again);
    }
    return destination + " after " + connect.length();
  }

  public static Stream<byte[]> seeds() {
    return Stream.of(
            "\5\1\0\5\1\0\1\177\0\0\1\0\120rest",
            "\5\2\0\2\5\1\0\3\13api.example\1\273",
            "\5\1\0\5\1\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\120",
            "\5\1\2",
            "\5\1\0\5\2\0\1\177\0\0\1\0\120",
            "\4\1\0\120\177\0\0\1\0",
            "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n\r\nrest",
            "CONNECT [::1]:443 HTTP/1.0\n\n",
            "CONNECT [::ffff:1.2.3.4]:443 HTTP/1.1\r\n\r\n",
            "CONNECT 010.1.1.1:443 HTTP/1.1\r\n\r\n",
            "GET http://user:word@api.example/?q HTTP/1.1\r\n\r\n",
            "\26\3\1\1")
        .map(text -> text.getBytes(ISO_8859_1));
  }
}
