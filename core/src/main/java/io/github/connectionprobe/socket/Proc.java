package io.github.connectionprobe.socket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kernel's own file system, or what stands in for it in a test. */
record Proc(Path root) {

  private static final int LONGEST_LINE = 4096;

  /** The one of this process, which shows its own network namespace. */
  static final Proc OF_THIS_MACHINE = new Proc(Path.of("/proc"));

  /** Returns why nothing can be read, where that is already known. */
  Optional<String> missing() {
    Path table = net("tcp");
    if (Files.isReadable(table)) {
      return Optional.empty();
    }
    String system = System.getProperty("os.name", "an unknown operating system");
    return Optional.of(
        system.equals("Linux")
            ? table + " cannot be read"
            : "it is read from " + table + ", which " + system + " does not have");
  }

  /** Returns the table of IPv4 sockets ({@code tcp}) or IPv6 sockets ({@code tcp6}). */
  Path net(String file) {
    return root.resolve("self/net").resolve(file);
  }

  /** Returns the file's only line. */
  Optional<String> line(String file) {
    // A kernel setting can be read in one piece only: whoever first asks for a single byte, as
    // Files.readString does with a file of length 0, gets its first digit and then the end.
    try (InputStream in = Files.newInputStream(root.resolve(file))) {
      byte[] text = in.readNBytes(LONGEST_LINE);
      return Optional.of(new String(text, StandardCharsets.US_ASCII).strip());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
