package io.github.connectionprobe.observer.http2;

import java.util.ArrayList;
import java.util.List;

/** The fields that indexes stand for: the static table and, behind it, the dynamic one. */
final class HpackTable {

  /** What a peer may use until its counterpart's settings say otherwise (RFC 9113 §6.5.2). */
  private static final int DEFAULT_SIZE = 4_096;

  /** More than anybody uses; what lies beyond is not worth the memory of a test. */
  private static final int LARGEST = 1 << 20;

  /** RFC 7541 §4.1: the estimated overhead of an entry. */
  private static final int OVERHEAD = 32;

  private final List<Field> entries = new ArrayList<>();
  private int evicted;
  private int size;
  private int maximum = DEFAULT_SIZE;

  record Field(String name, String value) {

    int size() {
      return name.length() + value.length() + OVERHEAD;
    }
  }

  Field get(long index) {
    if (index >= 1 && index <= StaticTable.FIELDS.size()) {
      return StaticTable.FIELDS.get((int) index - 1);
    }
    long behind = index - StaticTable.FIELDS.size();
    long newestFirst = entries.size() - behind;
    if (behind < 1 || newestFirst < evicted) {
      throw new HpackException("an index points behind the table");
    }
    return entries.get((int) newestFirst);
  }

  void add(Field field) {
    entries.add(field);
    size += field.size();
    evict();
  }

  void resize(long newMaximum) {
    if (newMaximum > LARGEST) {
      throw new HpackException("a table of " + newMaximum + " bytes is too large to be followed");
    }
    maximum = (int) newMaximum;
    evict();
  }

  private void evict() {
    while (size > maximum) {
      size -= entries.get(evicted++).size();
    }
    if (evicted > 64 && evicted > entries.size() / 2) {
      entries.subList(0, evicted).clear();
      evicted = 0;
    }
  }
}
