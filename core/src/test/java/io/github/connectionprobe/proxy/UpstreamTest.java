package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream can be written as, and what is said about anything else. */
class UpstreamTest {

  private static final String ACCEPTED =
      " Accepted are host:port such as localhost:9200 or [::1]:9200, and a URI such as"
          + " http://localhost:9200 or https://localhost (port 80 or 443 unless given).";

  private static final String NOT_KNOWN = "an upstream that is not known yet";

  @ParameterizedTest
  @CsvSource({
    "localhost:9200,               http,  localhost:9200",
    "'  localhost:9200 ',          http,  localhost:9200",
    "10.0.0.1:80,                  http,  10.0.0.1:80",
    "[::1]:9200,                   http,  [::1]:9200",
    "localhost:9200/path?a=b#c,    http,  localhost:9200",
    "my_service:8080,              http,  my_service:8080",
    "http://localhost:9200,        http,  localhost:9200",
    "http://localhost,             http,  localhost:80",
    "https://localhost,            https, localhost:443",
    "https://localhost:8443/a?b=c, https, localhost:8443",
    "HTTP://Example.com/,          http,  Example.com:80",
    "http://user:word@host:1/,     http,  host:1",
    "http://[::1],                 http,  [::1]:80",
    "http://my_service:8080/x,     http,  my_service:8080",
    "https://my_service/x,         https, my_service:443",
    "localhost:1,                  http,  localhost:1",
    "localhost:65535,              http,  localhost:65535"
  })
  void hostAndPortOrUriIsAccepted(String text, String scheme, String hostAndPort) {
    Upstream upstream = Upstream.parse(text);

    assertThat(upstream.scheme()).isEqualTo(scheme);
    assertThat(upstream).hasToString(hostAndPort);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,              has no port.",
    "localhost:,             has no port.",
    "[::1],                  has no port.",
    "my_service,             has no port.",
    ":9200,                  has no host that can be read.",
    "::1:9200,               has no host that can be read.",
    "localhost:80a,          has no host that can be read.",
    "localhost:-1,           has no host that can be read.",
    "http:///path,           has no host that can be read.",
    "http://,                is neither host:port nor a URI.",
    "two words:1,            is neither host:port nor a URI.",
    "${host}:1,              is neither host:port nor a URI.",
    "ftp://localhost:21,     has the scheme \"ftp\".",
    "jdbc:mysql://host:1/db, has the scheme \"jdbc\".",
    "localhost:0,            'has the port 0, but a port is between 1 and 65535.'",
    "localhost:65536,        'has the port 65536, but a port is between 1 and 65535.'",
    "my_service:99999,       'has the port 99999, but a port is between 1 and 65535.'",
    "http://localhost:70000, 'has the port 70000, but a port is between 1 and 65535.'"
  })
  void anythingElseIsRefusedWithWhatIsAccepted(String text, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Upstream.parse(text))
        .withMessage("The upstream \"" + text + "\" " + complaint + ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource({"''", "'  '"})
  void nothingIsRefusedWithWhatIsAccepted(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Upstream.parse(text))
        .withMessage("The upstream is empty." + ACCEPTED);
  }

  @Test
  void hostAndPortMayBeGivenApart() {
    assertThat(Upstream.of("localhost", 9200)).hasToString("localhost:9200");
    assertThat(Upstream.of("::1", 9200)).hasToString("[::1]:9200");
    assertThat(Upstream.of("[::1]", 9200)).hasToString("[::1]:9200");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Upstream.of(" ", 9200))
        .withMessage("The upstream \" :9200\" has no host." + ACCEPTED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Upstream.of("localhost", 0))
        .withMessage(
            "The upstream \"localhost:0\" has the port 0, but a port is between 1 and 65535."
                + ACCEPTED);
  }

  @Test
  void aUriOrAnAddressMayBeGiven() {
    assertThat(Upstream.of(URI.create("https://example.com/a")).scheme()).isEqualTo("https");
    assertThat(Upstream.of(URI.create("https://example.com/a"))).hasToString("example.com:443");
    assertThat(Upstream.of(InetSocketAddress.createUnresolved("example.com", 81)))
        .hasToString("example.com:81");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Upstream.of(URI.create("/relative")))
        .withMessage("The upstream \"/relative\" has the scheme \"\"." + ACCEPTED);
  }

  static Stream<Arguments> supplied() throws Exception {
    InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return Stream.of(
        Arguments.of("127.0.0.1:81", "127.0.0.1:81"),
        Arguments.of(new StringBuilder("http://127.0.0.1"), "127.0.0.1:80"),
        Arguments.of(URI.create("http://127.0.0.1:82/x"), "127.0.0.1:82"),
        Arguments.of(URI.create("https://127.0.0.1/x").toURL(), "127.0.0.1:443"),
        Arguments.of(new InetSocketAddress(address, 83), "127.0.0.1:83"),
        Arguments.of(84, "localhost:84"),
        Arguments.of(Upstream.parse("127.0.0.1:85"), "127.0.0.1:85"),
        Arguments.of(Upstream.from(() -> "127.0.0.1:86"), "127.0.0.1:86"));
  }

  @ParameterizedTest
  @MethodSource
  void supplied(Object given, String hostAndPort) throws Exception {
    Upstream upstream = Upstream.from(() -> given);
    assertThat(upstream).hasToString(NOT_KNOWN);
    assertThat(upstream.scheme()).isEqualTo("http");

    List<InetSocketAddress> addresses = upstream.resolve();

    int port = Integer.parseInt(hostAndPort.substring(hostAndPort.indexOf(':') + 1));
    assertThat(addresses)
        .isNotEmpty()
        .allSatisfy(address -> assertThat(address.getPort()).isEqualTo(port))
        .anySatisfy(address -> assertThat(address.getAddress().isLoopbackAddress()).isTrue());
    assertThat(upstream).hasToString(hostAndPort);
  }

  @Test
  void aSupplierThatGivesNothingUsefulIsToldWhatItMayGive() {
    assertFails(
        () -> null,
        "java.lang.IllegalArgumentException: The upstream's supplier gave null. Accepted are a"
            + " String, URI, URL, InetSocketAddress, Integer (a port on localhost) and Upstream.");
    assertFails(
        () -> 1.5,
        "java.lang.IllegalArgumentException: The upstream's supplier gave 1.5 (java.lang.Double)."
            + " Accepted are a String, URI, URL, InetSocketAddress, Integer (a port on localhost)"
            + " and Upstream.");
    assertFails(
        () -> "localhost",
        "java.lang.IllegalArgumentException: The upstream \"localhost\" has no port." + ACCEPTED);
  }

  @Test
  void aSupplierThatThrowsIsQuoted() {
    assertFails(
        () -> {
          throw new IllegalStateException("not started");
        },
        "java.lang.IllegalStateException: not started");
    assertFails(
        () -> {
          throw new NoClassDefFoundError("a/b/C");
        },
        "java.lang.NoClassDefFoundError: a/b/C");
  }

  @Test
  void aNameWithoutAddressIsNamed() {
    String name = "a".repeat(64) + ".invalid";

    assertThatThrownBy(Upstream.of(name, 80)::resolve)
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("The host name \"" + name + "\" has no address");
  }

  @Test
  void nothingIsLookedUpBeforeItIsNeeded() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Upstream upstream =
        Upstream.from(() -> InetAddress.getLoopbackAddress().getHostAddress() + ":" + asked(asked));
    assertThat(upstream.scheme() + upstream).isEqualTo("http" + NOT_KNOWN);
    assertThat(asked).hasValue(0);

    upstream.resolve();
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "::1"})
  void anAddressNeedsNoLookingUp(String host) throws Exception {
    assertThat(Upstream.of(host, 80).known()).contains(Upstream.of(host, 80).resolve());
  }

  @Test
  void localhostIsLookedUpOnceForAllProbes() throws Exception {
    List<InetSocketAddress> first = Upstream.parse("localhost:80").resolve();

    assertThat(Upstream.parse("http://LocalHost").known()).contains(first);
    assertThat(Upstream.parse("localhost:81").known())
        .contains(Upstream.parse("localhost:81").resolve());
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "999.1.1.1", "localhost.", "1.2.3"})
  void anyOtherNameIsLookedUpByEachProbe(String host) {
    assertThat(Upstream.of(host, 80).known()).isEmpty();
    assertThat(Upstream.from(() -> "127.0.0.1:80").known()).isEmpty();
  }

  private static int asked(AtomicInteger asked) {
    return asked.incrementAndGet();
  }

  private static void assertFails(Supplier<?> supplier, String failure) {
    Upstream upstream = Upstream.from(supplier);
    assertThatThrownBy(upstream::resolve)
        .isInstanceOf(IOException.class)
        .hasMessage("The supplier of the upstream failed: " + failure);
    assertThat(upstream).hasToString(NOT_KNOWN);
  }
}
