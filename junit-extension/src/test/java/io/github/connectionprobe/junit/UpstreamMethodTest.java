package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Upstreams that a method tells. */
class UpstreamMethodTest {

  @Test
  void methodIsAskedAtTheFirstConnection() {
    Kit.run(InstanceMethodFixture.class).passed(1);
  }

  static class InstanceMethodFixture {
    private RealServer server;

    String address() {
      return server.address();
    }

    @BeforeEach
    void startServer() {
      server = new RealServer();
    }

    @AfterEach
    void stopServer() {
      server.close();
    }

    @Test
    void test(@ConnectionProbe(upstreamMethod = "address") Probe probe) {
      Http.get(probe.uri("/"));
      probe.assertConnectionsOpened(1);
    }
  }

  @Test
  void methodMayReturnWhateverNamesAServer() {
    Kit.run(ReturnTypesFixture.class).passed(4);
  }

  static class ReturnTypesFixture {
    private final RealServer server = new RealServer();

    URI uri() {
      return URI.create("http://" + server.address());
    }

    InetSocketAddress socketAddress() {
      return new InetSocketAddress("localhost", uri().getPort());
    }

    int port() {
      return uri().getPort();
    }

    @AfterEach
    void stopServer() {
      server.close();
    }

    @Test
    void ofUri(@ConnectionProbe(upstreamMethod = "uri") Probe probe) {
      Http.get(probe.uri("/"));
    }

    @Test
    void ofSocketAddress(@ConnectionProbe(upstreamMethod = "socketAddress") Probe probe) {
      Http.get(probe.uri("/"));
    }

    @Test
    void ofPort(@ConnectionProbe(upstreamMethod = "port") Probe probe) {
      Http.get(probe.uri("/"));
    }

    @Nested
    class Inner {
      @Test
      void ofTheEnclosingClass(@ConnectionProbe(upstreamMethod = "port") Probe probe) {
        Http.get(probe.uri("/"));
      }
    }
  }

  @Test
  void methodMayBeOfAnotherClass() {
    Kit.run(OtherClassFixture.class).passed(1);
  }

  static class Addresses {
    static String nowhere() {
      return "localhost:1";
    }

    String instance() {
      return "localhost:1";
    }
  }

  @ConnectionProbe(
      upstreamMethod = "io.github.connectionprobe.junit.UpstreamMethodTest$Addresses#nowhere")
  static class OtherClassFixture {
    @Test
    void test(Probe probe) {
      assertThatThrownBy(() -> Http.get(probe.uri())).isInstanceOf(UncheckedIOException.class);
      assertThat(probe.recording().upstream()).isEqualTo("localhost:1");
    }
  }

  @Test
  void whatTheMethodThrowsIsInTheRecording() {
    assertThat(Kit.run(ThrowingFixture.class).failure())
        .isInstanceOf(UncheckedIOException.class)
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed()[0])
                    .hasMessageContaining("upstreamMethod \"address\" threw")
                    .hasMessageContaining("IllegalStateException: not started"));
  }

  static class ThrowingFixture {
    static String address() {
      throw new IllegalStateException("not started");
    }

    @Test
    void test(@ConnectionProbe(upstreamMethod = "address") Probe probe) {
      Http.get(probe.uri());
    }
  }

  private static void assertMisuse(Class<?> fixture, String message) {
    assertThat(Kit.run(fixture).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void missingMethodIsRefused() {
    assertMisuse(
        MissingFixture.class,
        "@ConnectionProbe on class UpstreamMethodTest.MissingFixture: upstreamMethod \"address\":"
            + " class UpstreamMethodTest.MissingFixture has no such method. Add one, as in \"static"
            + " String address() { return \"localhost:8080\"; }\", or correct the name.");
  }

  @ConnectionProbe(upstreamMethod = "address")
  static class MissingFixture {
    @Test
    void test() {}
  }

  @Test
  void missingClassIsRefused() {
    assertMisuse(
        MissingClassFixture.class,
        "@ConnectionProbe on class UpstreamMethodTest.MissingClassFixture: upstreamMethod"
            + " \"com.acme.Servers#search\": there is no class com.acme.Servers. Give its name with"
            + " its package, and with $ in front of a nested class.");
  }

  @ConnectionProbe(upstreamMethod = "com.acme.Servers#search")
  static class MissingClassFixture {
    @Test
    void test() {}
  }

  @Test
  void methodWithParametersIsRefused() {
    assertMisuse(
        ParametersFixture.class,
        "@ConnectionProbe on class UpstreamMethodTest.ParametersFixture: upstreamMethod \"address\":"
            + " it must take no parameters, but is method"
            + " UpstreamMethodTest.ParametersFixture.address(int). Remove them.");
  }

  @ConnectionProbe(upstreamMethod = "address")
  static class ParametersFixture {
    static String address(int port) {
      return "localhost:" + port;
    }

    @Test
    void test() {}
  }

  @Test
  void methodOfAnotherReturnTypeIsRefused() {
    assertMisuse(
        ReturnTypeFixture.class,
        "@ConnectionProbe on class UpstreamMethodTest.ReturnTypeFixture: upstreamMethod \"address\":"
            + " it must return a String, URI, URL, InetSocketAddress, int (a port on localhost) or"
            + " Upstream, but returns Object. Change its return type.");
  }

  @ConnectionProbe(upstreamMethod = "address")
  static class ReturnTypeFixture {
    static Object address() {
      return "localhost:1";
    }

    @Test
    void test() {}
  }

  @Test
  void instanceMethodForAStaticFieldIsRefused() {
    assertMisuse(
        StaticFieldFixture.class,
        "@ConnectionProbe on field UpstreamMethodTest.StaticFieldFixture.probe: upstreamMethod"
            + " \"address\": it must be static, because the probe is in a static field and starts"
            + " before any instance of the test. Make it \"static\".");
  }

  static class StaticFieldFixture {
    @ConnectionProbe(upstreamMethod = "address")
    static Probe probe;

    String address() {
      return "localhost:1";
    }

    @Test
    void test() {}
  }

  @Test
  void instanceMethodOfAnotherClassIsRefused() {
    assertMisuse(
        OtherInstanceFixture.class,
        "@ConnectionProbe on class UpstreamMethodTest.OtherInstanceFixture: upstreamMethod"
            + " \"io.github.connectionprobe.junit.UpstreamMethodTest$Addresses#instance\": it must"
            + " be static, because no instance of its class is at hand. Make it \"static\".");
  }

  @ConnectionProbe(
      upstreamMethod = "io.github.connectionprobe.junit.UpstreamMethodTest$Addresses#instance")
  static class OtherInstanceFixture {
    @Test
    void test() {}
  }
}
