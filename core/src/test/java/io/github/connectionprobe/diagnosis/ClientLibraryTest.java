package io.github.connectionprobe.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientLibraryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "okhttp/4.12.0 | OKHTTP",
        "okhttp/5.5.1 | OKHTTP",
        "Java-http-client/17.0.15 | JDK_HTTP_CLIENT",
        "Java/17.0.15 | HTTP_URL_CONNECTION",
        "Jersey/3.1.3 (HttpUrlConnection 17.0.15) | HTTP_URL_CONNECTION",
        "Apache-HttpClient/4.5.14 (Java/17.0.15) | APACHE_4",
        "Apache-HttpClient/5.4.1 (Java/17.0.15) | APACHE_5",
        "Apache-HttpAsyncClient/5.4.1 (Java/17) | APACHE_ASYNC",
        "ReactorNetty/1.2.1 | REACTOR_NETTY",
        "Jetty/12.0.16 | JETTY",
        "AHC/2.1 | ASYNC_HTTP_CLIENT",
        "Vert.x-WebClient/4.5.11 | VERTX",
        "aws-sdk-java/2.29.0 Linux/6.1 | AWS_SDK",
        "Go-http-client/1.1 | GO",
        "node | NODE",
        "axios/1.7.9 | NODE",
        "undici | NODE",
        "python-requests/2.32.3 | PYTHON",
        "Python-urllib/3.12 | PYTHON",
        "Python/3.12 aiohttp/3.11 | PYTHON",
        "curl/8.5.0 | CURL",
        "my-service/1.0 | UNKNOWN",
        "'' | UNKNOWN"
      })
  void userAgentTellsTheLibrary(String agent, ClientLibrary library) {
    assertThat(ClientLibrary.of(agent)).isEqualTo(library);
  }

  @Test
  void poolsTellTheLibraryOnlyWhereOneMadeAny() {
    Map<String, Long> one = Map.of("org.eclipse.jetty.client.HttpClient", 1L);
    Map<String, Long> two =
        Map.of(
            "org.eclipse.jetty.client.HttpClient", 1L, "jdk.internal.net.http.HttpClientImpl", 1L);

    assertThat(ClientLibrary.of(JvmEvidence.of(one))).isEqualTo(ClientLibrary.JETTY);
    assertThat(ClientLibrary.of(JvmEvidence.of(two))).isEqualTo(ClientLibrary.UNKNOWN);
    assertThat(ClientLibrary.of(JvmEvidence.none())).isEqualTo(ClientLibrary.UNKNOWN);
  }

  @Test
  void sdkAndUnknownClientsMayHaveMadeThePoolsOfAnyOneLibraryOfTheirs() {
    JvmEvidence evidence =
        JvmEvidence.of(
            Map.of(
                "org.eclipse.jetty.client.HttpClient", 2L,
                "org.apache.http.impl.conn.PoolingHttpClientConnectionManager", 3L));

    assertThat(ClientLibrary.AWS_SDK.pools(evidence)).isEqualTo(3);
    assertThat(ClientLibrary.UNKNOWN.pools(evidence)).isEqualTo(3);
    assertThat(ClientLibrary.APACHE_4.pools(evidence)).isEqualTo(3);
    assertThat(ClientLibrary.OKHTTP.pools(evidence)).isZero();
  }

  @Test
  void poolsOfOneLibraryLeaveThoseOfAnotherUnclear() {
    JvmEvidence evidence =
        new JvmEvidence(Map.of(), Set.of("org.eclipse.jetty.client.HttpClient"), false);

    assertThat(ClientLibrary.JETTY.counted(evidence)).isFalse();
    assertThat(ClientLibrary.UNKNOWN.counted(evidence)).isFalse();
    assertThat(ClientLibrary.OKHTTP.counted(evidence)).isTrue();
    assertThat(ClientLibrary.of(evidence)).isEqualTo(ClientLibrary.JETTY);
  }

  @Test
  void withoutEvidenceNothingIsCounted() {
    assertThat(ClientLibrary.OKHTTP.counted(JvmEvidence.none())).isFalse();
    assertThat(JvmEvidence.POOL_CLASSES)
        .contains("okhttp3.internal.connection.RealConnectionPool")
        .hasSizeGreaterThan(8);
  }
}
