package io.github.connectionprobe.observer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.connectionprobe.observer.Ascii;
import io.github.connectionprobe.recording.FramingHeaders;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the names of recorded fields in bytes, so that no other field ever becomes a String. */
final class FieldNames {

  /** By length, which tells most names apart before a byte is compared. */
  private static final Name[][] BY_LENGTH;

  private static final boolean[] FIRST_LETTER = new boolean[128];

  private static final class Name {
    private final String text;
    private final byte[] bytes;

    Name(String text) {
      this.text = text;
      this.bytes = text.getBytes(ISO_8859_1);
    }
  }

  static {
    names().forEach(name -> FIRST_LETTER[name.charAt(0)] = true);
    int longest = names().mapToInt(String::length).max().orElse(0);
    BY_LENGTH = new Name[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      BY_LENGTH[length] =
          names().filter(name -> name.length() == wanted).map(Name::new).toArray(Name[]::new);
    }
  }

  private FieldNames() {}

  private static Stream<String> names() {
    return Stream.concat(FramingHeaders.KEPT.stream(), FramingHeaders.SCHEME_ONLY.stream());
  }

  /**
   * Returns false where no recorded field's name begins with the byte: many lines go no further.
   */
  static boolean mayBegin(byte first) {
    return first > 0 && FIRST_LETTER[Ascii.lower(first)];
  }

  /** Returns the recorded field's name in lower case, or null for a field that is not recorded. */
  static @Nullable String find(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length >= BY_LENGTH.length) {
      return null;
    }
    for (Name name : BY_LENGTH[length]) {
      if (matches(name.bytes, bytes, from)) {
        return name.text;
      }
    }
    return null;
  }

  private static boolean matches(byte[] name, byte[] bytes, int from) {
    for (int i = 0; i < name.length; i++) {
      if (Ascii.lower(bytes[from + i]) != name[i]) {
        return false;
      }
    }
    return true;
  }
}
