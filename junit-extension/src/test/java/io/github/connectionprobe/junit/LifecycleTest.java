package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a probe lives, and who gets the same one. */
class LifecycleTest {

  @Test
  @DisplayName("@BeforeEach, @Test and @AfterEach share a probe, and no two tests do")
  void onePerTest() {
    Kit.runWithServer(PerTestFixture.class).passed(2 + 2 + 3 + 1);
    assertThat(PerTestFixture.PORTS).hasSize(8);
  }

  @ConnectionProbe("${server}")
  static class PerTestFixture {
    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
    private Probe first;

    @BeforeEach
    void connect(Probe probe) {
      first = probe;
      PORTS.add(probe.port());
      assertThat(probe).hasOpenedConnections(0);
      Http.get(probe.uri("/"));
    }

    @AfterEach
    void sawAllOfIt(Probe probe) {
      assertSame(first, probe);
      assertThat(probe).hasOpenedConnections(1).hasServedExchanges(2);
    }

    @Test
    void one(Probe probe) {
      Http.get(probe.uri("/"));
    }

    @Test
    void other(Probe probe, TestInfo info) {
      Http.get(probe.uri("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/b"})
    void parameterized(String path, Probe probe) {
      Http.get(probe.uri(path));
    }

    @RepeatedTest(3)
    void repeated(Probe probe) {
      Http.get(probe.uri("/"));
    }

    @TestFactory
    DynamicTest factory(Probe probe) {
      return DynamicTest.dynamicTest("dynamic", () -> Http.get(probe.uri("/")));
    }
  }

  @Test
  @DisplayName("a constructor gets the probe of the test that it is called for")
  void constructorParameter() {
    Kit.runWithServer(ConstructorFixture.class).passed(2);
    assertThat(ConstructorFixture.PORTS).hasSize(2);
  }

  @ConnectionProbe("${server}")
  static class ConstructorFixture {
    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
    private final Probe given;

    ConstructorFixture(Probe probe) {
      given = probe;
      Http.get(probe.uri("/"));
    }

    @RepeatedTest(2)
    void test(Probe probe) {
      assertSame(given, probe);
      PORTS.add(probe.port());
      probe.assertConnectionsOpened(1);
    }
  }

  @Test
  @DisplayName(
      "a static field lives as long as the class, and a test sees what happened since it began")
  void onePerClass() {
    Kit.runWithServer(PerClassFixture.class).passed(3);
    assertNull(PerClassFixture.probe);
  }

  static class PerClassFixture {
    @ConnectionProbe("${server}")
    static Probe probe;

    @BeforeAll
    static void connect(Probe sameProbe) {
      assertSame(probe, sameProbe);
      Http.get(probe.uri("/before"));
      probe.assertConnectionsOpened(1);
    }

    @RepeatedTest(3)
    void usesTheConnectionThatIsThere() {
      assertThat(probe).hasOpenedConnections(0).hasServedExchanges(0);
      Http.get(probe.uri("/"));
      assertThat(probe).hasOpenedConnections(0).hasServedExchanges(1).hasReusedConnections();
      assertThat(probe.recording().carriedOver()).isEqualTo(1);
    }

    @AfterAll
    static void sawAllOfIt() {
      assertThat(probe).hasOpenedConnections(1).hasServedExchanges(4);
    }
  }

  @Test
  @DisplayName(
      "an instance field gets a probe for each test, with one test instance for all as well")
  void instanceFields() {
    Kit.runWithServer(FieldFixture.class, PerClassInstanceFixture.class).passed(4);
    assertThat(FieldFixture.PORTS).hasSize(4);
  }

  static class FieldFixture {
    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @ConnectionProbe("${server}")
    private Probe probe;

    @RepeatedTest(2)
    void test() {
      PORTS.add(probe.port());
      Http.get(probe.uri("/"));
      probe.assertConnectionsOpened(1);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerClassInstanceFixture extends FieldFixture {}

  @Test
  @DisplayName("a parameterized class has one static probe, and another one for each test")
  void parameterizedClass() {
    Kit.runWithServer(ParameterizedClassFixture.class).passed(4);
    assertThat(ParameterizedClassFixture.SHARED).hasSize(1);
    assertThat(ParameterizedClassFixture.OWN).hasSize(4);
  }

  @ParameterizedClass
  @ValueSource(strings = {"/a", "/b"})
  static class ParameterizedClassFixture {
    static final Set<Integer> SHARED = ConcurrentHashMap.newKeySet();
    static final Set<Integer> OWN = ConcurrentHashMap.newKeySet();

    @Parameter String path;

    @ConnectionProbe("${server}")
    static Probe shared;

    @ConnectionProbe("${server}")
    Probe own;

    @RepeatedTest(2)
    void test() {
      SHARED.add(shared.port());
      OWN.add(own.port());
      Http.get(shared.uri(path));
      Http.get(own.uri(path));
      assertThat(shared).hasServedExchanges(1);
      own.assertConnectionsOpened(1);
    }
  }

  @Test
  @DisplayName("nested classes see the probes of the classes around them")
  void nested() {
    Kit.runWithServer(OuterFixture.class).passed(4);
  }

  @ConnectionProbe("${server}")
  static class OuterFixture {
    static volatile int port;

    @ConnectionProbe("${server}")
    static Probe shared;

    @ConnectionProbe("${server}")
    Probe own;

    @BeforeAll
    static void remember() {
      port = shared.port();
    }

    @Test
    void outer() {
      use();
    }

    private void use() {
      assertThat(shared.port()).isEqualTo(port);
      Http.get(own.uri("/"));
      own.assertConnectionsOpened(1);
    }

    @Nested
    class Inner {
      @Test
      void inner() {
        use();
      }

      @Nested
      @ConnectionProbe(value = "${server}", name = "named")
      class Innermost {
        @Test
        void innermost(@ConnectionProbe(name = "named") Probe named) {
          use();
          Http.get(named.uri("/"));
        }

        @Test
        @ConnectionProbe(value = "localhost:1", name = "named")
        void nearestOfOneName(@ConnectionProbe(name = "named") Probe named) {
          use();
          assertThat(named.recording().upstream()).isEqualTo("localhost:1");
          named.assertConnectionsOpened(0);
        }
      }
    }

    @AfterAll
    static void stillThere() {
      Http.get(shared.uri("/"));
    }
  }

  @Test
  @ResourceLock("BaseFixture.probe") // one static field, which both of these tests fill
  @DisplayName("each subclass of a base with a static field gets a probe that works")
  void baseClass() {
    Kit.runWithServer(FirstSubFixture.class, SecondSubFixture.class).passed(2);
  }

  @Test
  @ResourceLock("BaseFixture.probe")
  @DisplayName("subclasses that run at the same time share it")
  void baseClassInParallel() {
    Map<String, String> parallel =
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "2");
    Kit.runWithServer(parallel, FirstSubFixture.class, SecondSubFixture.class).passed(2);
  }

  abstract static class BaseFixture {
    @ConnectionProbe("${server}")
    static Probe probe;

    @Test
    void test() {
      Http.get(probe.uri("/"));
      assertThat(probe).hasReusedConnections();
    }

    @BeforeEach
    void connect() {
      Http.get(probe.uri("/"));
    }
  }

  static class FirstSubFixture extends BaseFixture {}

  static class SecondSubFixture extends BaseFixture {}
}
