package io.github.connectionprobe.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Reads the text of {@code /proc/net/tcp} and {@code tcp6}. It looks at bytes and makes objects of
 * the wanted lines only, because on a busy machine the text has megabytes.
 *
 * <pre>
 *  sl  local_address rem_address   st tx_queue rx_queue tr tm-&gt;when retrnsmt   uid  timeout inode
 *   0: 0100007F:1F90 0100007F:D431 01 00000000:00000000 02:00000B9E 00000000     0        0 4711 …
 * </pre>
 */
final class ProcNetTcp {

  private final byte[] text;
  private final ByteOrder order;
  private int at;

  private ProcNetTcp(byte[] text, ByteOrder order) {
    this.text = text;
    this.order = order;
  }

  /**
   * Hands over every complete line of which at least one port is wanted.
   *
   * @param order the byte order of the machine that wrote the text
   * @throws IllegalArgumentException if a line has another shape; the message has its number
   */
  static void parse(
      byte[] text, ByteOrder order, IntPredicate wantedPort, Consumer<SocketState> sink) {
    int line = 1;
    int start = endOfLine(text, 0) + 1;
    int end;
    while ((end = endOfLine(text, start)) < text.length) {
      line++;
      try {
        new ProcNetTcp(text, order).line(start, wantedPort, sink);
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
        throw new IllegalArgumentException(
            "line " + line + " is not in the known form: " + malformed.getMessage(), malformed);
      }
      start = end + 1;
    }
  }

  private static int endOfLine(byte[] text, int from) {
    int end = from;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  private void line(int start, IntPredicate wantedPort, Consumer<SocketState> sink) {
    at = start;
    decimal(); // place in the kernel's hash table
    expect(':');
    skipBlanks();
    int local = at;
    int localPort = portAfterAddress();
    skipBlanks();
    int remote = at;
    int remotePort = portAfterAddress();
    if (!wantedPort.test(localPort) && !wantedPort.test(remotePort)) {
      return;
    }
    TcpState state = TcpState.ofKernel((int) hex());
    long unacknowledged = hex();
    expect(':');
    long received = hex();
    int timer = (int) hex();
    expect(':');
    long ticks = hex();
    hex(); // retransmissions
    decimal(); // uid
    decimal(); // unanswered window probes
    long inode = decimal();
    sink.accept(
        new SocketState(
            new InetSocketAddress(address(local), localPort),
            new InetSocketAddress(address(remote), remotePort),
            state,
            unacknowledged,
            received,
            SocketTimer.ofKernel(timer, ticks),
            inode));
  }

  private int portAfterAddress() {
    while (Character.digit(text[at], 16) >= 0) {
      at++;
    }
    expect(':');
    return (int) hex();
  }

  /** An address is printed as 32-bit words, each in the byte order of the machine. */
  private InetAddress address(int from) {
    int digits = 0;
    while (Character.digit(text[from + digits], 16) >= 0) {
      digits++;
    }
    byte[] address = new byte[digits / 2];
    for (int i = 0; i < address.length; i++) {
      int high = Character.digit(text[from + 2 * i], 16);
      int low = Character.digit(text[from + 2 * i + 1], 16);
      int place = order == ByteOrder.LITTLE_ENDIAN ? (i & ~3) + 3 - (i & 3) : i;
      address[place] = (byte) (high << 4 | low);
    }
    try {
      // This also makes an IPv4 address of an IPv4-mapped one (RFC 4291 §2.5.5.2).
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException("an address of " + digits + " digits", wrongLength);
    }
  }

  private void skipBlanks() {
    while (text[at] == ' ') {
      at++;
    }
  }

  private void expect(char wanted) {
    if (text[at] != wanted) {
      throw new IllegalArgumentException(
          "'" + (char) text[at] + "' stands where '" + wanted + "' should");
    }
    at++;
  }

  private long hex() {
    return number(16);
  }

  private long decimal() {
    return number(10);
  }

  private long number(int radix) {
    skipBlanks();
    long value = 0;
    int first = at;
    int digit;
    while ((digit = Character.digit(text[at], radix)) >= 0) {
      value = value * radix + digit;
      at++;
    }
    if (at == first) {
      throw new IllegalArgumentException("'" + (char) text[at] + "' stands where a number should");
    }
    return value;
  }
}
