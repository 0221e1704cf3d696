package io.github.connectionprobe.benchmark;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;

/** WireMock as an HTTP proxy, which keeps no journal so that it does not slow down as it runs. */
final class WireMockProcess {

  private WireMockProcess() {}

  public static void main(String... args) throws IOException {
    WireMockServer server = start(Integer.parseInt(args[0]));
    System.out.println(server.port());
    ProbeProcess.awaitEndOfInput();
    System.exit(0);
  }

  static WireMockServer start(int backend) {
    WireMockServer server =
        new WireMockServer(
            options().dynamicPort().bindAddress("127.0.0.1").disableRequestJournal());
    server.start();
    server.stubFor(
        any(anyUrl()).willReturn(aResponse().proxiedFrom("http://127.0.0.1:" + backend)));
    return server;
  }
}
