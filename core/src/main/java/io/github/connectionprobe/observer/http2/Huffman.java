package io.github.connectionprobe.observer.http2;

/**
 * The Huffman code of HPACK (RFC 7541 appendix B). It is canonical: codes of one length are
 * consecutive, in the order of the symbols, so that the lengths alone make up the code.
 */
final class Huffman {

  private static final int SHORTEST = 5;
  private static final int LONGEST = 30;
  private static final int END_OF_STRING = 256;

  /** The length of each symbol's code, 'a' for five bits. */
  private static final String LENGTHS =
      "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhf"
          + "ibccccccccccccccccccccccdcdioijbkabababbbaccbbbabcbaabccccckgjix"
          + "prpprrrsrssssststtrstssssqrsrsstrqprrssqsrrtqrssqqrqsrssprrrsrrs"
          + "vvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwv"
          + "z";

  private static final int[] FIRST_CODE = new int[LONGEST + 1];
  private static final int[] FIRST_INDEX = new int[LONGEST + 1];
  private static final int[] COUNT = new int[LONGEST + 1];
  private static final int[] SYMBOLS = new int[LENGTHS.length()];

  static {
    int code = 0;
    int index = 0;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      code <<= 1;
      FIRST_CODE[length] = code;
      FIRST_INDEX[length] = index;
      for (int symbol = 0; symbol < LENGTHS.length(); symbol++) {
        if (LENGTHS.charAt(symbol) - 'a' + SHORTEST == length) {
          SYMBOLS[index++] = symbol;
          code++;
        }
      }
      COUNT[length] = index - FIRST_INDEX[length];
    }
  }

  private Huffman() {}

  /**
   * Returns the text that the bytes stand for, octet for octet.
   *
   * @throws HpackException where the code or its padding is wrong
   */
  static String decode(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder((to - from) * 8 / SHORTEST);
    int code = 0;
    int length = 0;
    for (int i = from; i < to; i++) {
      for (int bit = 7; bit >= 0; bit--) {
        code = code << 1 | (bytes[i] >> bit & 1);
        length++;
        int offset = length < SHORTEST ? -1 : code - FIRST_CODE[length];
        if (offset >= 0 && offset < COUNT[length]) {
          int symbol = SYMBOLS[FIRST_INDEX[length] + offset];
          if (symbol == END_OF_STRING) {
            throw new HpackException("a Huffman code contains the end of string");
          }
          text.append((char) symbol);
          code = 0;
          length = 0;
        }
      }
    }
    // RFC 7541 §5.2: the rest of the last octet is filled with ones, fewer than eight.
    if (length > 7 || code != (1 << length) - 1) {
      throw new HpackException("a Huffman code is not padded with ones");
    }
    return text.toString();
  }
}
