package io.github.connectionprobe.examples.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.examples.forward.ProxiedClient.Kind;
import io.github.connectionprobe.proxy.Destinations;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsResumption;
import io.github.connectionprobe.recording.UpstreamFailure;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Real clients reach real servers by their real names, through a probe that is their proxy. */
class ForwardedClientsTest {

  private static final Authority AUTHORITY = new Authority();

  @AutoClose final CountingServer shop = CountingServer.https(AUTHORITY.server("shop.example"));
  @AutoClose final CountingServer users = CountingServer.https(AUTHORITY.server("users.example"));
  @AutoClose final CountingServer plain = CountingServer.http();

  @AutoClose
  final RecordingProxy probe =
      RecordingProxy.forward(
              Destinations.loopback()
                  .map("https://shop.example", Upstream.from(shop::port))
                  .map("https://users.example", Upstream.from(users::port))
                  .map("https://impostor.example", Upstream.from(shop::port))
                  .map("http://plain.example", Upstream.from(plain::port))
                  .map("https://nobody.example", Upstream.of("localhost", 1)))
          .start();

  ForwardedClientsTest() throws IOException {}

  @ParameterizedTest
  @EnumSource(Kind.class)
  void oneConnectionToEachServerServes(Kind kind) throws Exception {
    try (ProxiedClient client = kind.create(probe, AUTHORITY)) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.get("https://shop.example/" + i)).isEqualTo("Hello");
        assertThat(client.get("https://users.example/" + i)).isEqualTo("Hello");
      }
    }
    Recording recording = probe.recording();
    assertThat(recording.destinations()).containsExactly("shop.example:443", "users.example:443");
    assertThat(shop.connections()).isEqualTo(1);
    assertThat(users.connections()).isEqualTo(1);
    assertHealthy(recording, 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"JDK_OVER_CONNECT", "APACHE_OVER_CONNECT", "OKHTTP_OVER_CONNECT"},
      mode = Mode.EXCLUDE)
  void plainHttpIsObservedExactly(Kind kind) throws Exception {
    try (ProxiedClient client = kind.create(probe, AUTHORITY)) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.get("http://plain.example/" + i)).isEqualTo("Hello");
      }
    }
    Recording recording = probe.recording();
    assertThat(recording.exchangeCount()).isEqualTo(plain.exchanges()).isEqualTo(4);
    assertThat(plain.connections()).isEqualTo(1);
    assertHealthy(recording, 1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void parallelCallsOpenAsManyConnectionsAsTheServerSees(Kind kind) throws Exception {
    int parallel = 4;
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    try (ProxiedClient client = kind.create(probe, AUTHORITY)) {
      CountDownLatch go = new CountDownLatch(1);
      List<Callable<Object>> calls = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        calls.add(
            () -> {
              go.await();
              for (int call = 0; call < 5; call++) {
                client.get("https://shop.example/" + call);
              }
              return "";
            });
      }
      List<Future<Object>> results = calls.stream().map(threads::submit).toList();
      go.countDown();
      for (Future<Object> result : results) {
        result.get();
      }
      assertThat(shop.exchanges()).isEqualTo(5 * parallel);
      assertThat(probe.recording().opened()).isEqualTo(shop.connections());
      assertThat(Diagnosis.of(probe.recording()).avoidable()).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theCertificateIsCheckedAgainstTheNameAskedFor(Kind kind) throws Exception {
    try (ProxiedClient client = kind.create(probe, AUTHORITY)) {
      assertThatThrownBy(() -> client.get("https://impostor.example/"))
          .isInstanceOf(SSLException.class);
    }
    assertThat(shop.exchanges()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anUpstreamThatRefusesIsToldToTheClientAndRecorded(Kind kind) throws Exception {
    try (ProxiedClient client = kind.create(probe, AUTHORITY)) {
      // Apache HttpClient hands out the proxy's answer as if it were the server's.
      assertThat(answerOrError(client, "https://nobody.example/"))
          .containsPattern("refused|SOCKS|Unexpected response code for CONNECT: 502|Tunnel failed");
    }
    assertThat(failures()).isNotEmpty().containsOnly(UpstreamFailure.Kind.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"OKHTTP_OVER_SOCKS", "URL_CONNECTION_OVER_SOCKS", "APACHE_OVER_SOCKS"})
  void aDestinationThatIsNotAllowedIsRefused(Kind kind) throws Exception {
    try (ProxiedClient client = kind.create(probe, AUTHORITY)) {
      assertThat(answerOrError(client, "https://elsewhere.example/")).contains("SOCKS");
    }
    assertThat(failures()).isNotEmpty().containsOnly(UpstreamFailure.Kind.NOT_ALLOWED);
    assertThat(TextReport.of(probe.recording()))
        .contains("destination-refused")
        .containsIgnoringWhitespaces("the client asked for elsewhere.example:443");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"JDK_OVER_CONNECT", "APACHE_OVER_CONNECT", "OKHTTP_OVER_CONNECT"})
  void plainHttpThroughAnHttpProxyIsAnsweredWithWhatToDo(Kind kind) throws Exception {
    try (ProxiedClient client = kind.create(probe, AUTHORITY)) {
      assertThat(client.get("http://plain.example/a"))
          .startsWith("connection-probe: the client sent \"GET http://plain.example/a\"")
          .contains("use it as a SOCKS proxy, probe.proxy()");
    }
    assertThat(failures()).containsOnly(UpstreamFailure.Kind.NOT_NAMED);
  }

  @Test
  void aNewClientForEachCallIsFoundForTheServerConcernedOnly() throws Exception {
    try (ProxiedClient one = Kind.OKHTTP_OVER_SOCKS.create(probe, AUTHORITY)) {
      for (int i = 0; i < 3; i++) {
        one.get("https://shop.example/" + i);
        Kind.OKHTTP_OVER_SOCKS.create(probe, AUTHORITY).get("http://plain.example/" + i);
      }
    }
    Diagnosis diagnosis = Diagnosis.of(probe.recording());
    assertThat(diagnosis.opened()).isEqualTo(4);
    assertThat(diagnosis.needed()).isEqualTo(2);
    assertThat(diagnosis.avoidable())
        .allSatisfy(
            explanation ->
                assertThat(probe.recording().connection(explanation.connection()).destination())
                    .contains("plain.example:80"))
        .hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theHandshakeWithEachServerIsSeenOnce(Kind kind) throws Exception {
    // A context that other tests have used would offer their sessions.
    try (ProxiedClient client = kind.create(probe, AUTHORITY.anew())) {
      client.get("https://shop.example/");
      client.get("https://users.example/");
      client.get("https://shop.example/");
    }
    assertThat(probe.recording().connections())
        .extracting(connection -> connection.tls().orElseThrow())
        .allMatch(TlsHandshake::finished)
        .extracting(tls -> tls.serverName().orElse(""), TlsHandshake::resumption)
        .containsExactly(
            tuple("shop.example", TlsResumption.NOT_OFFERED),
            tuple("users.example", TlsResumption.NOT_OFFERED));
  }

  @Test
  void aNewTlsContextForEachCallIsFoundForTheServerConcernedOnly() throws Exception {
    try (ProxiedClient one = Kind.JDK_OVER_CONNECT.create(probe, AUTHORITY)) {
      for (int i = 0; i < 4; i++) {
        one.get("https://users.example/" + i);
        Authority newContext = AUTHORITY.anew();
        Kind.OKHTTP_OVER_SOCKS.create(probe, newContext).get("https://shop.example/" + i);
      }
    }
    Diagnosis diagnosis = Diagnosis.of(probe.recording());
    assertThat(probe.recording().opened()).isEqualTo(5);
    assertThat(shop.connections()).isEqualTo(4);
    assertThat(diagnosis.needed()).isEqualTo(2);
    assertThat(diagnosis.explanations())
        .as(TextReport.of(probe.recording()))
        .extracting(
            Explanation::cause,
            explanation -> probe.recording().connection(explanation.connection()).destination())
        .containsOnly(tuple(Cause.NEW_TLS_CONTEXT_PER_CALL, Optional.of("shop.example:443")));
  }

  private static String answerOrError(ProxiedClient client, String url) throws Exception {
    try {
      return client.get(url);
    } catch (IOException failed) {
      return failed.toString();
    }
  }

  private List<UpstreamFailure.Kind> failures() {
    return probe.recording().connections().stream()
        .flatMap(connection -> connection.upstreamFailure().stream())
        .map(UpstreamFailure::kind)
        .toList();
  }

  private static void assertHealthy(Recording recording, int opened) {
    assertThat(recording.opened()).as(TextReport.of(recording)).isEqualTo(opened);
    assertThat(Diagnosis.of(recording).explanations()).isEmpty();
  }
}
