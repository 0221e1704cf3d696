package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Beside extensions that start an application, which needs the probe's address. */
class OtherExtensionsTest {

  @Test
  @DisplayName("a probe in a static field runs before an extension of the class could ask for it")
  void runsBeforeExtensionsOfTheClass() {
    Kit.runWithServer(
            FieldFixture.class,
            FieldOfOneInstanceFixture.class,
            ExtensionFixture.class,
            ExtensionOfOneInstanceFixture.class)
        .passed(4);
  }

  /** Starts an application once before all tests, or with each test's instance. */
  static final class Application implements BeforeAllCallback, TestInstancePostProcessor {
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
      Http.get(probe(context).uri("/start"));
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context)
        throws Exception {
      Http.get(probe(context).uri("/instance"));
    }

    private static Probe probe(ExtensionContext context) throws Exception {
      Field field = context.getRequiredTestClass().getField("probe");
      return (Probe) field.get(null);
    }
  }

  @ExtendWith(Application.class)
  public static class FieldFixture {
    @ConnectionProbe("${server}")
    public static Probe probe;

    @Test
    void test() {
      Http.get(probe.uri("/"));
      assertThat(probe).hasServedExchanges(1);
    }

    @AfterAll
    static void sawAllOfIt() {
      assertThat(probe).hasOpenedConnections(1).hasServedExchanges(3);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  public static class FieldOfOneInstanceFixture extends FieldFixture {}

  @ExtendWith(Application.class)
  public static class ExtensionFixture {
    @RegisterExtension
    public static final ConnectionProbeExtension probe =
        ConnectionProbeExtension.to("${server}").build();

    @Test
    void test() {
      Http.get(probe.uri("/"));
      assertThat(probe).hasServedExchanges(1);
    }

    @AfterAll
    static void sawAllOfIt() {
      assertThat(probe).hasOpenedConnections(1).hasServedExchanges(3);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  public static class ExtensionOfOneInstanceFixture extends ExtensionFixture {}

  @Test
  @ResourceLock("OtherExtensionsTest.Base")
  @DisplayName("an application that was started for one subclass of a base finds the probe again")
  void listensWhereItDidForTheClassBefore() {
    BaseFixture.PORTS.clear();
    Kit.runWithServer(FirstFixture.class, SecondFixture.class).passed(2);
    assertThat(BaseFixture.PORTS).hasSize(4);
    assertThat(BaseFixture.PORTS.subList(0, 2)).isEqualTo(BaseFixture.PORTS.subList(2, 4));
  }

  @Test
  @ResourceLock("OtherExtensionsTest.Base")
  @DisplayName("where its port is taken by now it takes another")
  void takesAnotherPortWhereItHasTo() {
    BaseFixture.PORTS.clear();
    Kit.runWithServer(FirstFixture.class, TakesThePortFixture.class, SecondFixture.class).passed(3);
    assertThat(BaseFixture.PORTS).hasSize(4).doesNotHaveDuplicates();
  }

  abstract static class BaseFixture {
    static final List<Integer> PORTS = Collections.synchronizedList(new ArrayList<>());

    @ConnectionProbe("${server}")
    static Probe field;

    @RegisterExtension
    static final ConnectionProbeExtension extension =
        ConnectionProbeExtension.to("${server}").build();

    @Test
    void test() {
      PORTS.add(field.port());
      PORTS.add(extension.port());
      Http.get(field.uri("/"));
      Http.get(extension.uri("/"));
    }
  }

  static class FirstFixture extends BaseFixture {}

  static class SecondFixture extends BaseFixture {

    @AfterAll
    static void free() throws Exception {
      for (ServerSocket socket : TakesThePortFixture.TAKEN) {
        socket.close();
      }
      TakesThePortFixture.TAKEN.clear();
    }
  }

  static class TakesThePortFixture {
    static final List<ServerSocket> TAKEN = new ArrayList<>();

    @Test
    void test() throws Exception {
      for (int port : BaseFixture.PORTS) {
        TAKEN.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      }
    }
  }
}
