package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A forwarding proxy that looks into TLS where there is some, and relays the rest as ever. */
@Timeout(30)
class TlsForwardTest {

  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n".getBytes(US_ASCII);

  private static RecordingProxy proxy(TlsServer server) {
    Upstream port = server.upstream();
    return RecordingProxy.forward(
            Destinations.loopback()
                .map("https://shop.example", port)
                .map("https://users.example", port))
        .tls(Tls.terminate().trusting(server.trust()))
        .start();
  }

  /** Speaks TLS with that host, through the proxy, which is asked for that address. */
  private static SSLSocket connect(
      RecordingProxy proxy, SSLContext context, InetSocketAddress asked, String host)
      throws IOException {
    Socket below = new Socket(proxy.proxy());
    below.connect(asked);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(below, host, asked.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
    return socket;
  }

  private static void exchange(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    assertThat(new String(socket.getInputStream().readNBytes(15), US_ASCII))
        .isEqualTo("HTTP/1.1 200 OK");
  }

  private static InetSocketAddress named(String host) {
    return InetSocketAddress.createUnresolved(host, 443);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionsOfOneHostAreNotOfferedToAnother(String version) throws Exception {
    try (TlsServer server = TlsServer.forNames(version, "shop.example", "users.example");
        RecordingProxy proxy = proxy(server)) {
      SSLContext context = proxy.sslContext();
      for (String host :
          List.of("shop.example", "users.example", "shop.example", "users.example")) {
        try (SSLSocket socket = connect(proxy, context, named(host), host)) {
          exchange(socket);
        }
      }
      List<TlsHandshake> seen =
          proxy.recording().connections().stream().map(c -> c.tls().orElseThrow()).toList();
      assertThat(seen).extracting(TlsHandshake::full).containsExactly(true, true, false, false);
      assertThat(server.fullHandshakes()).isEqualTo(2);
      assertThat(proxy.recording().destinations())
          .containsExactly("shop.example:443", "users.example:443");
    }
  }

  @Test
  void certificateIsCheckedAgainstTheNameThatTheClientAskedFor() throws Exception {
    try (TlsServer server = TlsServer.startFor("shop.example");
        RecordingProxy proxy = proxy(server)) {
      assertThatThrownBy(
              () ->
                  connect(proxy, proxy.sslContext(), named("users.example"), "users.example")
                      .close())
          .isInstanceOf(SSLException.class);
      UpstreamFailure failure = proxy.recording().connection(1).upstreamFailure().orElseThrow();
      assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.UNTRUSTED);
      assertThat(failure.detail()).contains("No subject alternative DNS name matching users.");
      assertThat(server.seen()).isEmpty();
    }
  }

  @Test
  void clientThatLooksNamesUpByItselfIsTakenAtTheNameItSpeaksTlsWith() throws Exception {
    try (TlsServer server = TlsServer.startFor("shop.example");
        RecordingProxy proxy =
            RecordingProxy.forward(Destinations.loopback())
                .tls(Tls.terminate().trusting(server.trust()))
                .start()) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      try (SSLSocket socket = connect(proxy, proxy.sslContext(), address, "shop.example")) {
        exchange(socket);
      }
      assertThat(proxy.recording().exchangeCount()).isEqualTo(1);
    }
  }

  @Test
  void clientWithoutTlsIsRelayedAsEver() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RecordingProxy proxy =
            RecordingProxy.forward(Destinations.loopback()).tls(Tls.terminate()).start();
        Socket client = new Socket(proxy.proxy())) {
      client.connect(new InetSocketAddress("localhost", plain.getLocalPort()));
      client.getOutputStream().write(REQUEST);
      try (Socket server = plain.accept()) {
        assertThat(server.getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);
        byte[] answer = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII);
        server.getOutputStream().write(answer);
        assertThat(client.getInputStream().readNBytes(answer.length)).isEqualTo(answer);
      }
      RecordedConnection connection = proxy.recording().connection(1);
      assertThat(connection.protocol()).isEqualTo(Protocol.HTTP_1);
      assertThat(connection.exchangeCount()).isEqualTo(1);
      assertThat(connection.tls()).isEmpty();
    }
  }

  @Test
  void serverThatSpeaksFirstIsHeard() throws Exception {
    try (ServerSocket greeting = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RecordingProxy proxy =
            RecordingProxy.forward(Destinations.loopback()).tls(Tls.terminate()).start();
        Socket client = new Socket(proxy.proxy())) {
      client.connect(new InetSocketAddress("localhost", greeting.getLocalPort()));
      try (Socket server = greeting.accept()) {
        byte[] hello = "220 mail.example\r\n".getBytes(US_ASCII);
        server.getOutputStream().write(hello);
        assertThat(client.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
      }
      assertThat(proxy.recording().connection(1).observerRetired()).isEmpty();
    }
  }
}
