package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** A real client, a real server, and hardly more than the annotation. */
class EndToEndTest {

  @Test
  void clientThatReusesItsConnectionPasses() {
    Kit.runWithServer(HealthyFixture.class).passed(2);
  }

  @ConnectionProbe("${server}")
  static class HealthyFixture {
    @Test
    void httpUrlConnection(Probe probe) {
      Http.get(probe.uri("/a"));
      Http.get(probe.uri("/b"));
      probe.assertConnectionsOpened(1);
      assertThat(probe).hasServedExchanges(2).hasReusedConnections().hasNoResets();
    }

    @Test
    void okHttp(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      Http.get(client, probe.uri("/a"));
      Http.get(client, probe.uri("b"));
      probe.assertConnectionsOpened(1);
      probe.assertConnectionsOpenedAtMost(1);
      probe.assertConnectionsOpenedAtLeast(1);
      probe.assertExchanges(2);
      probe.assertConnectionsReused();
      probe.assertNoAvoidableConnections();
      probe.assertNoResets();
      assertThat(probe.diagnosis().needed()).isEqualTo(1);
    }
  }

  @Test
  void clientThatAsksToCloseFailsTheAssertion() {
    assertThat(Kit.runWithServer(AssertedFixture.class).failure())
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(
            "(?s)Expecting probe \"AssertedFixture\" \\(localhost:\\d+ -> localhost:\\d+\\)\n"
                + "to have opened 1 connection but it opened 2, where 1 would have served"
                + " \\(at most 1 exchange in flight\\):\n\n  #1 .*request-close.*");
  }

  @ConnectionProbe("${server}")
  static class AssertedFixture {
    @Test
    void closes(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      Http.getAndClose(client, probe.uri("/a"));
      Http.getAndClose(client, probe.uri("/b"));
      probe.assertConnectionsOpened(1);
    }
  }

  @Test
  void clientThatAsksToCloseFailsWithTheAnnotationAlone() {
    assertThat(Kit.runWithServer(GuardedFixture.class).failure())
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(
            "(?s)Expecting probe \"GuardedFixture\" \\(localhost:\\d+ -> localhost:\\d+\\)\n"
                + "to have reused its connections but it opened 2, where 1 would have served"
                + " \\(at most 1 exchange in flight\\):\n\n  #1 .*request-close.*");
  }

  @ConnectionProbe("${server}")
  static class GuardedFixture {
    @Test
    void closes(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      Http.getAndClose(client, probe.uri("/a"));
      Http.getAndClose(client, probe.uri("/b"));
    }
  }
}
