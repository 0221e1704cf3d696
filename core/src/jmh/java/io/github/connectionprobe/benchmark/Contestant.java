package io.github.connectionprobe.benchmark;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.netcrusher.core.reactor.NioReactor;

/** What a test may start before its first request. */
enum Contestant {
  MOCK_WEB_SERVER("mockwebserver3, a server and no relay") {
    @Override
    int start(int backend) throws IOException {
      MockWebServer server = new MockWebServer();
      server.enqueue(new MockResponse.Builder().body("ok").build());
      server.start();
      return server.getPort();
    }
  },
  PROBE("connection-probe") {
    @Override
    int start(int backend) {
      return RecordingProxy.to(Upstream.of("127.0.0.1", backend)).start().port();
    }
  },
  WARMED_PROBE("connection-probe, warmed up while a test loads for 150 ms") {
    @Override
    void prepare() {
      RecordingProxy.warmUp();
    }

    @Override
    int start(int backend) {
      return PROBE.startUnchecked(backend);
    }
  },
  BARE_NETTY("a relay with nothing but Netty") {
    @Override
    int start(int backend) {
      return BareNetty.port(BareNetty.start(backend));
    }
  },
  JDK_SERVER("the JDK's HttpServer, a server and no relay") {
    @Override
    int start(int backend) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
          });
      server.start();
      return server.getAddress().getPort();
    }
  },
  NET_CRUSHER("NetCrusher") {
    @Override
    int start(int backend) throws IOException {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      NetCrusherProcess.open(new NioReactor(), port, backend);
      return port;
    }
  },
  WIRE_MOCK("WireMock as a proxy") {
    @Override
    int start(int backend) {
      WireMockServer server = WireMockProcess.start(backend);
      return server.port();
    }
  };

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** What begins as soon as the JVM does. */
  void prepare() {}

  abstract int start(int backend) throws IOException;

  int startUnchecked(int backend) {
    try {
      return start(backend);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
