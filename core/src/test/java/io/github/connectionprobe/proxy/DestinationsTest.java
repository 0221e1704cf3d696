package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a forwarding proxy accepts, without a connection. */
class DestinationsTest {

  private static boolean allowed(Destinations destinations, String authority) {
    return Destination.parse(authority).flatMap(destinations::find).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "LocalHost.:1", "127.1.2.3:1", "[::1]:65535"})
  void thisMachineIsAllowedByDefault(String authority) {
    assertThat(allowed(Destinations.loopback(), authority)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.example:443",
        "192.0.2.1:443",
        "0.0.0.0:443",
        "[::]:443",
        "localhost.example:443",
        "127.0.0.1.example:443",
        "127.1:443",
        "2130706433:443"
      })
  void everythingElseIsNot(String authority) {
    assertThat(Destination.parse(authority)).isPresent();
    assertThat(allowed(Destinations.loopback(), authority)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        ":80",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:999999",
        "256.0.0.1:80",
        "::1:80",
        "[localhost]:80",
        "[::1:80",
        "[::g]:80",
        "[]:80",
        "a b:80",
        "a/b:80",
        "a@b:80",
        "ä.example:80",
        "a:b:80"
      })
  void whatIsNoDestinationIsNotRead(String authority) {
    assertThat(Destination.parse(authority)).isEmpty();
  }

  @Test
  void onlyTheNameAndPortThatWereAllowedAre() {
    Destinations destinations =
        Destinations.loopback().allow("API.example:443", "https://b.example");

    assertThat(allowed(destinations, "api.EXAMPLE:443")).isTrue();
    assertThat(allowed(destinations, "b.example:443")).isTrue();
    assertThat(allowed(destinations, "api.example:80")).isFalse();
    assertThat(allowed(destinations, "www.api.example:443")).isFalse();
    assertThat(destinations)
        .hasToString("api.example:443, b.example:443, localhost, 127.0.0.0/8 and [::1]");
  }

  @Test
  void aMappedPortOfThisMachineIsFoundByNameAndByAddress() {
    Destinations destinations = Destinations.loopback().map("localhost:80", Upstream.of("x", 8080));

    for (String authority : new String[] {"localhost:80", "127.0.0.1:80"}) {
      Destination asked = Destination.parse(authority).orElseThrow();
      assertThat(destinations.find(asked).orElseThrow().upstream()).hasToString("x:8080");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api.example | The destination \"api.example\" cannot be read. The upstream \"api.example\""
            + " has no port.",
        "ftp://api.example | The destination \"ftp://api.example\" cannot be read.",
        "'' | The destination \"\" cannot be read. The upstream is empty."
      })
  void aRuleThatCannotBeReadIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Destinations.loopback().allow(text))
        .withMessageStartingWith(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Destinations.loopback().map(text, Upstream.of("localhost", 1)))
        .withMessageStartingWith(message);
  }

  @Test
  void theSelectorSendsWhatIsAllowedThroughTheProxy() {
    Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("localhost", 1));
    ProxySelector selector =
        new AllowedProxies(Destinations.loopback().allow("api.example:443"), proxy);

    for (String through :
        new String[] {"https://api.example/a", "wss://api.example", "http://[::1]:8080/"}) {
      assertThat(selector.select(URI.create(through))).containsExactly(proxy);
    }
    for (String direct :
        new String[] {"http://api.example/", "https://b.example", "socket://c", "mailto:d@e"}) {
      assertThat(selector.select(URI.create(direct))).containsExactly(Proxy.NO_PROXY);
    }
    selector.connectFailed(URI.create("http://a"), proxy.address(), new IOException());
  }
}
