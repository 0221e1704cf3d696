package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.connectionprobe.proxy.Destinations;
import io.github.connectionprobe.proxy.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The probe as a proxy to code whose URLs stay as they are. */
class ForwardTest {

  private static String get(OkHttpClient client, String url) throws IOException {
    try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
      return response.body().string();
    }
  }

  private static OkHttpClient client(Probe probe) {
    return new OkHttpClient.Builder().proxy(probe.proxy()).build();
  }

  /** Gives a fixture the address of the server that runs for it. */
  static final class Server implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == String.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return "http://" + context.getConfigurationParameter("server").orElseThrow();
    }
  }

  @Test
  void urlsStayAsTheyAre() {
    Kit.runWithServer(HealthyFixture.class).passed(3);
  }

  @ConnectionProbe(forward = true, map = "orders.example:80 -> ${server}")
  @ExtendWith(Server.class)
  static class HealthyFixture {

    @Test
    void okHttpOverSocks(Probe probe, String server) throws IOException {
      OkHttpClient client = client(probe);
      get(client, server + "/a");
      get(client, "http://orders.example/b");
      get(client, server + "/c");
      get(client, "http://orders.example/d");
      probe.assertConnectionsOpened(2);
      probe.assertExchanges(4);
      probe.assertNoAvoidableConnections();
      assertThat(probe.recording().destinations())
          .containsExactly(server.substring("http://".length()), "orders.example:80");
    }

    @Test
    void httpUrlConnectionOverSocks(Probe probe) throws IOException {
      for (int i = 0; i < 2; i++) {
        try (InputStream body =
            URI.create("http://orders.example/")
                .toURL()
                .openConnection(probe.proxy())
                .getInputStream()) {
          body.readAllBytes();
        }
      }
      probe.assertConnectionsOpened(1);
    }

    @Test
    void onlyAllowedDestinationsAreSelected(Probe probe) {
      ProxySelector selector = probe.proxySelector();
      assertThat(selector.select(URI.create("http://orders.example")))
          .containsExactly(new Proxy(Proxy.Type.HTTP, probe.address()));
      assertThat(selector.select(URI.create("https://orders.example")))
          .containsExactly(Proxy.NO_PROXY);
      assertThat(selector.select(URI.create("https://[::1]:8443")))
          .containsExactly(new Proxy(Proxy.Type.HTTP, probe.address()));
      probe.assertConnectionsOpened(0);
    }
  }

  @Test
  void connectionsAreJudgedForEachDestination() {
    assertThat(Kit.runWithServer(LostFixture.class).failure())
        .hasMessageMatching(
            "(?s)Expecting probe \"LostFixture\" \\(localhost:\\d+ -> a.example:80, b.example:80\\)\n"
                + "to have reused its connections but it opened 3, where 2 would have served"
                + " \\(2 destinations, at most 1 exchange in flight to one of them\\):\n\n"
                + "  #1  :\\d+ -> a.example:80 .*\n\nWhy #3 was opened\n  request-close .*");
  }

  @ConnectionProbe(
      forward = true,
      map = {"a.example:80 -> ${server}", "b.example:80 -> ${server}"})
  static class LostFixture {
    @Test
    void closes(Probe probe) {
      OkHttpClient client = client(probe);
      Http.getAndClose(client, URI.create("http://a.example/1"));
      Http.getAndClose(client, URI.create("http://b.example/2"));
      Http.getAndClose(client, URI.create("http://a.example/3"));
    }
  }

  @Test
  void theFailureOfATestThatAskedForSomethingElseSaysWhatToAllow() {
    Throwable failure = Kit.run(NotAllowedFixture.class).failure();
    assertThat(failure).isInstanceOf(IOException.class);
    assertThat(failure.getSuppressed())
        .singleElement()
        .asString()
        .contains("-> api.example:80 ", "upstream is not allowed")
        .containsIgnoringWhitespaces(
            "destination-refused (observed): The upstream is not allowed: the client asked for"
                + " api.example:80, and allowed are shop.example:443, localhost, 127.0.0.0/8 and"
                + " [::1]; add allow(\"api.example:80\"), or map it to a server on this machine.");
  }

  @ConnectionProbe(forward = true, allow = "https://shop.example")
  static class NotAllowedFixture {
    @Test
    void asksForAnother(Probe probe) throws IOException {
      get(client(probe), "http://api.example/");
    }
  }

  @Test
  void aForwardingProbeThatNobodyUsesSaysHowToUseIt() {
    assertThat(Kit.run(RoundFixture.class).failure())
        .hasMessageContaining(
            """
            to have seen the connections of this test but it saw none: the client went round it.

            Give the probe to the client as its proxy: probe.proxy(), or probe.proxySelector() for clients
            that send CONNECT.
            """);
  }

  @ConnectionProbe(forward = true)
  static class RoundFixture {
    @Test
    void unused(Probe probe) {
      assertThat(probe.toString()).isEqualTo("probe \"RoundFixture\" at localhost:" + probe.port());
    }
  }

  @Test
  void theExtensionDoesTheSame() {
    Kit.runWithServer(ExtensionFixture.class).passed(1);
  }

  @ExtendWith(Server.class)
  static class ExtensionFixture {

    private static String server = "";

    @RegisterExtension
    final ConnectionProbeExtension probe =
        ConnectionProbeExtension.forward(
                Destinations.loopback().map("orders.example:80", Upstream.from(() -> server)))
            .build();

    @Test
    void forwards(String address) throws IOException {
      server = address;
      get(client(probe), "http://orders.example/");
      probe.assertConnectionsOpened(1);
      assertThat(probe.proxySelector().select(URI.create("http://orders.example")).get(0).type())
          .isEqualTo(Proxy.Type.HTTP);
    }
  }

  @Test
  void eachKindOfProbeSaysWhatItIsNot() {
    Kit.run(WrongKindFixture.class).passed(2);
  }

  static class WrongKindFixture {

    @Test
    @ConnectionProbe(forward = true)
    void forwardingProbeHasNoUri(Probe probe) {
      assertThatIllegalStateException()
          .isThrownBy(() -> probe.uri("/a"))
          .withMessage(
              "The probe \"forwardingProbeHasNoUri\" forwards to whatever its clients ask for, so it"
                  + " has neither an upstream nor a URI that stands in for one. Leave the client's"
                  + " URLs as they are, and give it probe.proxy() or probe.proxySelector() as its"
                  + " proxy.");
      probe.assertConnectionsOpened(0);
    }

    @Test
    @ConnectionProbe("localhost:1")
    void otherProbeIsNoProxy(Probe probe) {
      String message =
          "The probe \"otherProbeIsNoProxy\" stands in front of localhost:1 and is no proxy for other"
              + " destinations. Give the client probe.uri(), or make it a forwarding probe:"
              + " RecordingProxy.forward(...), @ConnectionProbe(forward = true).";
      assertThatIllegalStateException().isThrownBy(probe::proxy).withMessage(message);
      assertThatIllegalStateException().isThrownBy(probe::proxySelector).withMessage(message);
      probe.assertConnectionsOpened(0);
    }
  }

  private static void assertMisuse(Class<?> fixture, String message) {
    assertThat(Kit.run(fixture).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  @DisplayName("an upstream of a forwarding probe")
  void upstreamOfAForwardingProbe() {
    assertMisuse(
        UpstreamFixture.class,
        "@ConnectionProbe on class ForwardTest.UpstreamFixture: both forward = true and an upstream,"
            + " \"localhost:1\", are given, but a forwarding probe connects to whatever its clients"
            + " ask for. Remove one of them; to let a name be found elsewhere, write"
            + " map = \"api.example:443 -> localhost:8443\".");
  }

  @ConnectionProbe(value = "localhost:1", forward = true)
  static class UpstreamFixture {
    @Test
    void test() {}
  }

  @Test
  @DisplayName("a destination for a probe that does not forward")
  void allowWithoutForward() {
    assertMisuse(
        AllowFixture.class,
        "@ConnectionProbe on class ForwardTest.AllowFixture: allow = [api.example:443] is given"
            + " without forward = true. Add it and leave the upstream out, or remove allow.");
  }

  @ConnectionProbe(value = "localhost:1", allow = "api.example:443")
  static class AllowFixture {
    @Test
    void test() {}
  }

  @Test
  @DisplayName("a destination that is none")
  void malformedDestination() {
    assertMisuse(
        MalformedFixture.class,
        "@ConnectionProbe on class ForwardTest.MalformedFixture: The destination \"api.example\""
            + " cannot be read. The upstream \"api.example\" has no port. Accepted are host:port such"
            + " as localhost:9200 or [::1]:9200, and a URI such as http://localhost:9200 or"
            + " https://localhost (port 80 or 443 unless given).");
  }

  @ConnectionProbe(forward = true, allow = "api.example")
  static class MalformedFixture {
    @Test
    void test() {}
  }

  @Test
  @DisplayName("a mapping without an arrow")
  void mappingWithoutArrow() {
    assertMisuse(
        ArrowFixture.class,
        "@ConnectionProbe on class ForwardTest.ArrowFixture: The mapping \"api.example:443=localhost:1\""
            + " has no arrow. Write what clients ask for and where it is, as in map ="
            + " \"api.example:443 -> localhost:8443\".");
  }

  @ConnectionProbe(forward = true, map = "api.example:443=localhost:1")
  static class ArrowFixture {
    @Test
    void test() {}
  }
}
