package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What users write for an upstream or an allowed destination. */
public final class UpstreamFuzz {

  private UpstreamFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    parsed(text, () -> Upstream.parse(text));
    uri(text);
    Destination.parse(text).ifPresent(UpstreamFuzz::readAgain);
    try {
      if (Destinations.loopback().allow(text).toString().isEmpty()) {
        throw new AssertionError("Nothing is said of what is allowed");
      }
    } catch (IllegalArgumentException wrong) {
      explained(text, wrong);
    }
  }

  private static void uri(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException none) {
      return;
    }
    parsed(text, () -> Upstream.of(uri));
  }

  /** It either can be read, and then what is printed of it too, or there is a word about it. */
  private static void parsed(String text, Supplier<Upstream> read) {
    Upstream upstream;
    try {
      upstream = read.get();
    } catch (IllegalArgumentException wrong) {
      explained(text, wrong);
      return;
    }
    String printed = upstream.toString();
    if (printed.contains("@") || printed.contains("?") || printed.contains("/")) {
      throw new AssertionError("More than host and port of " + text + " is printed: " + printed);
    }
    if (!Upstream.parse(printed).toString().equals(printed)) {
      throw new AssertionError(printed + " is read as " + Upstream.parse(printed));
    }
    URI.create(upstream.scheme() + "://" + printed);
  }

  private static void readAgain(Destination destination) {
    Destination again = Destination.parse(destination.toString()).orElseThrow();
    if (!again.equals(destination)) {
      throw new AssertionError(destination + " is read as " + again);
    }
  }

  private static void explained(String text, IllegalArgumentException wrong) {
    String message = String.valueOf(wrong.getMessage());
    if (!message.contains("ccepted are ") && !message.contains("Write it as")) {
      throw new AssertionError("\"" + text + "\" is refused without help: " + message, wrong);
    }
  }

  public static Stream<byte[]> seeds() {
    return Stream.of(
            "localhost:9200",
            "https://user:word@localhost/path?query#fragment",
            "http://my_container:80",
            "[::1]:9200",
            "http://[fe80::1%25eth0]:80",
            "HTTP://LOCALHOST:65535",
            "127.0.0.1:0",
            "ftp://localhost:1",
            "a.b-c.d.:443",
            " localhost : 1 ")
        .map(text -> text.getBytes(UTF_8));
  }
}
