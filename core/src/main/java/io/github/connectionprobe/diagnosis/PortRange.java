package io.github.connectionprobe.diagnosis;

/**
 * The ports from which an operating system takes the local ends of outgoing connections.
 *
 * @param first the lowest of them
 * @param last the highest of them
 */
public record PortRange(int first, int last) {

  /** The range that Linux uses unless told otherwise: 28,232 ports. */
  public static final PortRange LINUX_DEFAULT = new PortRange(32_768, 60_999);

  /** Checks that it is a range of ports. */
  public PortRange {
    if (first < 1 || last > 65_535 || first > last) {
      throw new IllegalArgumentException(
          "A port range runs from a port to one that is not lower, both between 1 and 65535, but "
              + first
              + " to "
              + last
              + " was given.");
    }
  }

  /** Returns how many ports there are. */
  public int size() {
    return last - first + 1;
  }
}
