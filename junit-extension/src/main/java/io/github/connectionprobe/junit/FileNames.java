package io.github.connectionprobe.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names that every file system takes: no separators nor wildcards, not too long, none that Windows
 * keeps for devices, and none that a file system may take for another one. Whatever had to be
 * changed is told from its likes by a few digits at the end.
 */
final class FileNames {

  private static final int MAX_BYTES = 100;

  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9])(\\..*)?");

  private FileNames() {}

  static String safe(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    StringBuilder safe = new StringBuilder();
    composed.codePoints().forEach(c -> safe.appendCodePoint(allowed(c) ? c : '_'));
    String kept = safe.toString().replaceAll("_{2,}", "_").replaceAll("^\\.+|\\.+$", "");
    if (kept.isEmpty() || DEVICE.matcher(kept.toLowerCase(Locale.ROOT)).matches()) {
      kept = "_" + kept;
    }
    // File systems do not agree on how letters beyond ASCII are written and compared.
    boolean plain = name.chars().allMatch(c -> c < 0x80);
    return plain && kept.equals(name) && kept.length() <= MAX_BYTES
        ? name
        : cut(kept, MAX_BYTES - 9) + "-" + digits(name);
  }

  /** Returns eight digits that tell this text from others. */
  static String digits(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }

  private static boolean allowed(int c) {
    return c < 0x80
        ? (c >= 'a' && c <= 'z')
            || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9')
            || c == '.'
            || c == '-'
            || c == '_'
        : Character.isLetterOrDigit(c);
  }

  private static String cut(String name, int bytes) {
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int c : name.codePoints().toArray()) {
      String character = Character.toString(c);
      used += character.getBytes(UTF_8).length;
      if (used > bytes) {
        break;
      }
      cut.append(character);
    }
    return cut.toString();
  }
}
