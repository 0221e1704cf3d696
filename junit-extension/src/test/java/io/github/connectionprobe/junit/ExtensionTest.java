package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Responsible;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The programmatic twin of the annotation. */
class ExtensionTest {

  @Test
  void staticExtensionLivesAsLongAsTheClassAndItsNestedClasses() {
    Kit.runWithServer(StaticFixture.class).passed(3);
  }

  static class StaticFixture {
    @RegisterExtension
    static final ConnectionProbeExtension probe =
        ConnectionProbeExtension.to("${server}").name("orders").build();

    private static volatile URI uri;

    @BeforeAll
    static void addressIsKnown(Probe sameProbe) {
      uri = probe.uri();
      assertThat(sameProbe.uri()).isEqualTo(uri);
      Http.get(probe.uri("/"));
    }

    @RepeatedTest(2)
    void testsLookAtTheirOwnWindow(Probe sameProbe) {
      assertThat(sameProbe.uri()).isEqualTo(uri);
      Http.get(probe.uri("/"));
      probe.assertConnectionsOpened(0);
      probe.assertExchanges(1);
      assertThat(probe).within(Duration.ofSeconds(5)).hasReusedConnections();
    }

    @Nested
    class Inner {
      @Test
      void sameProbe() {
        Http.get(probe.uri("/"));
        assertThat(probe.uri()).isEqualTo(uri);
        assertThat(probe.name()).isEqualTo("orders");
        assertThat(probe.port()).isEqualTo(uri.getPort());
        assertThat(probe.address().getPort()).isEqualTo(uri.getPort());
        assertThat(probe.host()).isEqualTo("localhost");
      }
    }

    @AfterAll
    static void stillThere() {
      assertThat(probe).hasOpenedConnections(1).hasServedExchanges(4);
    }
  }

  @Test
  void instanceExtensionLivesAsLongAsTheTestWhateverTheInstanceDoes() {
    Kit.runWithServer(InstanceFixture.class, PerClassFixture.class).passed(6);
    assertThat(InstanceFixture.PORTS).hasSize(6);
  }

  static class InstanceFixture {
    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @RegisterExtension
    final ConnectionProbeExtension users = ConnectionProbeExtension.to("${server}").build();

    @BeforeEach
    void connect() {
      Http.get(users.uri("/"));
    }

    @RepeatedTest(2)
    void test(Probe probe) {
      PORTS.add(users.port());
      assertThat(probe.name()).isEqualTo("users");
      assertThat(users).hasOpenedConnections(1);
    }

    @Nested
    class Inner {
      @Test
      void enclosingInstanceHasItsOwn(Probe probe) {
        PORTS.add(users.port());
        assertThat(probe.uri()).isEqualTo(users.uri());
      }
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerClassFixture extends InstanceFixture {}

  @Test
  void staticExtensionOfABaseClassServesEverySubclass() {
    Kit.runWithServer(FirstSubFixture.class, SecondSubFixture.class).passed(2);
  }

  abstract static class BaseFixture {
    @RegisterExtension
    static final ConnectionProbeExtension probe = ConnectionProbeExtension.to("${server}").build();

    @Test
    void test() {
      Http.get(probe.uri("/"));
      probe.assertConnectionsOpened(1);
    }
  }

  static class FirstSubFixture extends BaseFixture {}

  static class SecondSubFixture extends BaseFixture {}

  @Test
  void annotationAndExtensionsStandSideBySide() {
    Kit.runWithServer(MixedFixture.class).passed(1);
  }

  @ConnectionProbe("${server}")
  static class MixedFixture {
    @RegisterExtension
    static final ConnectionProbeExtension orders = ConnectionProbeExtension.to("${server}").build();

    @RegisterExtension
    final ConnectionProbeExtension users = ConnectionProbeExtension.to("${server}").build();

    @Test
    void test(
        Probe orders,
        @ConnectionProbe(name = "users") Probe second,
        @ConnectionProbe("${server}") Probe third) {
      assertThat(orders.uri()).isEqualTo(MixedFixture.orders.uri());
      assertThat(second.uri()).isEqualTo(users.uri());
      Http.get(orders.uri("/"));
      Http.get(second.uri("/"));
      Http.get(third.uri("/"));
    }
  }

  @Test
  void builderSaysWhatTheAnnotationCan() {
    try (RealServer server = new RealServer()) {
      BuilderFixture.upstream = URI.create("http://" + server.address());
      Kit.run(BuilderFixture.class).passed(1);
    }
  }

  static class BuilderFixture {
    static volatile URI upstream;

    @RegisterExtension
    final ConnectionProbeExtension byUri =
        ConnectionProbeExtension.to(upstream)
            .name("a")
            .lostReuse(LostReuse.REPORT)
            .failOn(Responsible.SERVER, Responsible.SERVER)
            .build();

    @RegisterExtension
    final ConnectionProbeExtension bySupplier =
        ConnectionProbeExtension.to(() -> upstream).name("b").lostReuse(LostReuse.IGNORE).build();

    @Test
    void test() {
      Http.get(byUri.uri("/"));
      Http.get(bySupplier.uri("/"));
      assertThat(bySupplier.recording().upstream()).isEqualTo("localhost:" + upstream.getPort());
    }
  }
}
