package io.github.connectionprobe.junit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What one JVM has told of its tests so far, in a file of its own. It is only ever added to, so
 * that a JVM that is killed loses nothing but its last words.
 *
 * @param file where it is
 * @param jvm the process that writes it
 * @param origin the build's process
 * @param entries what was told, oldest first
 * @param ended whether that JVM has said that it is done
 * @param changed when it was last added to, in milliseconds of the system's clock
 */
record Fragment(
    Path file, String jvm, String origin, List<Entry> entries, boolean ended, long changed) {

  static final String SUFFIX = ".fragment";

  private static final int MAGIC = 0x43504603;
  private static final int ENTRY = 1;
  private static final int END = 2;

  /** Begins a file. */
  static void begin(Path file, String jvm, String origin) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    Entry.text(out, jvm);
    Entry.text(out, origin);
    Files.write(file, bytes.toByteArray());
  }

  /** Adds to a file. */
  static void add(Path file, List<Entry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Entry entry : entries) {
      out.writeByte(ENTRY);
      entry.write(out);
    }
    Files.write(file, bytes.toByteArray(), StandardOpenOption.APPEND);
  }

  /** Says that the JVM is done. Should it add to the file again, it takes that back. */
  static void end(Path file) throws IOException {
    Files.write(file, new byte[] {END}, StandardOpenOption.APPEND);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is no fragment
   */
  static Fragment read(Path file) throws IOException {
    long changed = Files.getLastModifiedTime(file).toMillis();
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " is of another version");
      }
      String jvm = Entry.text(in);
      String origin = Entry.text(in);
      List<Entry> entries = new ArrayList<>();
      boolean ended = false;
      try {
        for (int kind = in.read(); kind >= 0; kind = in.read()) {
          ended = kind == END;
          if (kind == ENTRY) {
            entries.add(Entry.read(in));
          }
        }
      } catch (IOException | IllegalArgumentException cut) {
        // The JVM was killed, or the disk was full, within an entry: what came before it counts.
        return new Fragment(file, jvm, origin, List.copyOf(entries), false, changed);
      }
      return new Fragment(file, jvm, origin, List.copyOf(entries), ended, changed);
    }
  }

  /** Tells whether the JVM is still at work. */
  boolean running() {
    return !ended && BuildOrigin.alive(jvm);
  }
}
