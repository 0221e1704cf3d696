package io.github.connectionprobe.observer.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.connectionprobe.observer.http2.HpackTable.Field;
import java.util.function.Consumer;

/**
 * Reads header blocks (RFC 7541 §3 and §6) of one direction. Every block has to be read, and in
 * order, because each may refer to what the ones before it said; one that cannot be read makes all
 * later ones unreadable.
 */
final class HpackDecoder {

  private final HpackTable table = new HpackTable();
  private byte[] block = {};
  private int index;
  private int end;

  /**
   * Reads one block, and shows its fields in their order.
   *
   * @throws HpackException where it is not a block, or refers to what it must not
   */
  void decode(byte[] bytes, int length, Consumer<Field> fields) {
    block = bytes;
    index = 0;
    end = length;
    while (index < end) {
      byte first = block[index];
      if (first < 0) {
        fields.accept(table.get(integer(7)));
      } else if ((first & 0x40) != 0) {
        Field field = literal(6);
        table.add(field);
        fields.accept(field);
      } else if ((first & 0x20) != 0) {
        table.resize(integer(5));
      } else {
        fields.accept(literal(4));
      }
    }
    block = new byte[0];
  }

  private Field literal(int prefix) {
    long name = integer(prefix);
    return new Field(name == 0 ? string() : table.get(name).name(), string());
  }

  private String string() {
    boolean huffman = index < end && block[index] < 0;
    long length = integer(7);
    if (length > end - index) {
      throw new HpackException("a header block ends in the middle of a field");
    }
    int from = index;
    index += (int) length;
    return huffman
        ? Huffman.decode(block, from, index)
        : new String(block, from, (int) length, ISO_8859_1);
  }

  /** RFC 7541 §5.1. */
  private long integer(int prefix) {
    int mask = (1 << prefix) - 1;
    long value = next() & mask;
    if (value < mask) {
      return value;
    }
    for (int shift = 0; shift <= 28; shift += 7) {
      byte b = next();
      value += (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new HpackException("an integer in a header block is too large");
  }

  private byte next() {
    if (index >= end) {
      throw new HpackException("a header block ends in the middle of a field");
    }
    return block[index++];
  }
}
