package io.github.connectionprobe.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random conversation: what each peer sends, in which pieces, where it pauses and how it ends.
 * The same seed gives the same one.
 *
 * @param client what the client sends
 * @param server what the server sends
 * @param ending how the connection ends
 */
record Traffic(Stream client, Stream server, Ending ending) {

  /** How a connection ends once all is sent. */
  enum Ending {
    /** Each peer sends a FIN behind its last byte, while the other may still be sending. */
    HALF_CLOSES,
    CLIENT_RST,
    SERVER_RST
  }

  /**
   * One direction.
   *
   * @param bytes everything that is sent
   * @param pieces the lengths of the pieces it is sent in
   * @param readSize how much the receiver asks for at a time
   */
  record Stream(byte[] bytes, List<Piece> pieces, int readSize) {}

  /**
   * One write.
   *
   * @param length how many bytes
   * @param pause whether to wait first until the other peer has read all that came before
   * @param after how many bytes of the other direction to read first; there are that many
   */
  record Piece(int length, boolean pause, int after) {}

  private static final String[] FRAGMENTS = {
    "GET / HTTP/1.1\r\n",
    "POST /a?b=c HTTP/1.0\r\n",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1 304 Not Modified\n",
    "Host: x\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: -1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Connection: close\r\n",
    "\r\n",
    "5\r\nhello\r\n",
    "0\r\n\r\n",
    "ffffffffffffffff\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "\u0016\u0003\u0001\u0002\u0000\u0001",
    " folded\r\n",
    "\u0000\u00ff"
  };

  static Traffic random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] client = bytes(random);
    byte[] server = bytes(random);
    int ending = random.nextInt(10);
    return new Traffic(
        // Only one of them waits for the other, or both would wait for ever.
        new Stream(client, pieces(random, client.length, 0), readSize(random)),
        new Stream(server, pieces(random, server.length, client.length), readSize(random)),
        ending == 0 ? Ending.CLIENT_RST : ending == 1 ? Ending.SERVER_RST : Ending.HALF_CLOSES);
  }

  private static byte[] bytes(SplittableRandom random) {
    int length =
        switch (random.nextInt(20)) {
          case 0, 1 -> 0;
          case 2 -> 100_000 + random.nextInt(400_000);
          case 3, 4, 5, 6, 7 -> random.nextInt(20_000);
          default -> random.nextInt(500);
        };
    byte[] bytes = new byte[length];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
      return bytes;
    }
    // Something that an observer of HTTP takes an interest in, most of it wrong.
    for (int filled = 0; filled < length; ) {
      byte[] fragment =
          FRAGMENTS[random.nextInt(FRAGMENTS.length)].getBytes(StandardCharsets.ISO_8859_1);
      int part = Math.min(fragment.length, length - filled);
      System.arraycopy(fragment, 0, bytes, filled, part);
      filled += part;
    }
    return bytes;
  }

  private static List<Piece> pieces(SplittableRandom random, int length, int otherLength) {
    int largest = 1 + random.nextInt(random.nextBoolean() ? 20 : Math.max(1, length));
    largest = Math.max(largest, length / 50);
    List<Piece> pieces = new ArrayList<>();
    int after = 0;
    for (int left = length; left > 0; ) {
      int piece = 1 + random.nextInt(Math.min(largest, left));
      if (otherLength > after && random.nextInt(8) == 0) {
        after += random.nextInt(otherLength - after) + 1;
      }
      pieces.add(new Piece(piece, random.nextInt(6) == 0, after));
      left -= piece;
    }
    return pieces;
  }

  private static int readSize(SplittableRandom random) {
    return random.nextBoolean() ? 64 * 1024 : 1 + random.nextInt(2_000);
  }
}
