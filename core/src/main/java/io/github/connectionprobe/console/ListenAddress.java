package io.github.connectionprobe.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the probe listens.
 *
 * @param address the address; the loopback address unless one was given
 * @param port the port
 */
record ListenAddress(InetAddress address, int port) {

  private static final Pattern FORM =
      Pattern.compile("(?:(?:\\[(?<six>[0-9a-fA-F:.%\\w]+)]|(?<host>[^:\\[\\]]+)):)?(?<port>\\d+)");

  /** Reads what was typed. */
  static final class Converter implements ITypeConverter<ListenAddress> {
    @Override
    public ListenAddress convert(String text) {
      Matcher matcher = FORM.matcher(text.strip());
      if (!matcher.matches()) {
        throw refused(text, "is not a place to listen on");
      }
      String digits = matcher.group("port");
      if (digits.length() > 5 || Integer.parseInt(digits) > 65_535) {
        throw refused(text, "has no port between 0 and 65535");
      }
      String host = matcher.group("six") != null ? matcher.group("six") : matcher.group("host");
      try {
        return new ListenAddress(
            host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host),
            Integer.parseInt(digits));
      } catch (UnknownHostException unknown) {
        throw refused(text, "names a host that has no address");
      }
    }

    private static TypeConversionException refused(String text, String why) {
      return new TypeConversionException(
          "\""
              + text
              + "\" "
              + why
              + ". Accepted are a port such as 9201 (0 for any free one), and an address of this"
              + " machine with a port such as 127.0.0.1:9201 or [::1]:9201.");
    }
  }
}
