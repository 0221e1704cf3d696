package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbers of connections that are declared and not asserted. */
class ExpectConnectionsTest {

  @Test
  void numbersThatAreRightPass() {
    Kit.runWithServer(RightFixture.class, ExtensionFixture.class).passed(4);
  }

  @ConnectionProbe("${server}")
  @ExpectConnections(exactly = 1)
  static class RightFixture {
    @Test
    void ofTheClass(Probe probe) {
      Http.get(probe.uri("/"));
    }

    @Test
    @ExpectConnections(atMost = 3)
    void ofTheMethodInstead(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      Http.getAndClose(client, probe.uri("/"));
      Http.getAndClose(client, probe.uri("/"));
    }

    @Test
    @ConnectionProbe(value = "${server}", name = "users")
    @ExpectConnections(exactly = 0, probe = "")
    @ExpectConnections(exactly = 1, probe = "users")
    void ofEachProbe(@ConnectionProbe(name = "users") Probe users) {
      Http.get(users.uri("/"));
    }
  }

  static class ExtensionFixture {
    @RegisterExtension
    final ConnectionProbeExtension probe = ConnectionProbeExtension.to("${server}").build();

    @Test
    @ExpectConnections(exactly = 1)
    void test() {
      Http.get(probe.uri("/"));
    }
  }

  @Test
  void numberThatIsWrongFails() {
    assertThat(Kit.runWithServer(WrongFixture.class).failures())
        .hasSize(2)
        .satisfiesExactlyInAnyOrder(
            failure ->
                assertThat(failure)
                    .hasMessageMatching(
                        "(?s)\\[@ExpectConnections\\(exactly = 2\\)] \nExpecting probe"
                            + " \"WrongFixture\" .*\nto have opened 2 connections but it opened"
                            + " 1:\n\n  #1 .*"),
            failure ->
                assertThat(failure)
                    .hasMessageMatching(
                        "(?s)\\[@ExpectConnections\\(atMost = 1\\)] \nExpecting probe \"WrongFixture\""
                            + " .*\nto have opened at most 1 connection but it opened 2, where 1"
                            + " would have served \\(at most 1 exchange in flight\\):\n\n  #1 .*"));
  }

  @ConnectionProbe("${server}")
  static class WrongFixture {
    @Test
    @ExpectConnections(exactly = 2)
    void tooFew(Probe probe) {
      Http.get(probe.uri("/"));
    }

    @Test
    @ExpectConnections(atMost = 1)
    void tooMany(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      Http.getAndClose(client, probe.uri("/"));
      Http.getAndClose(client, probe.uri("/"));
    }
  }

  private static void assertMisuse(Class<?> fixture, String message) {
    assertThat(Kit.run(fixture).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void negativeNumberIsRefused() {
    assertMisuse(
        NegativeFixture.class,
        "@ExpectConnections on method ExpectConnectionsTest.NegativeFixture.test(): the number of"
            + " connections must be 0 or more but is -1. Correct it.");
  }

  @ConnectionProbe("localhost:1")
  static class NegativeFixture {
    @Test
    @ExpectConnections(exactly = -1)
    void test() {}
  }

  @Test
  void noNumberIsRefused() {
    assertMisuse(
        NothingFixture.class,
        "@ExpectConnections on class ExpectConnectionsTest.NothingFixture: neither \"exactly\" nor"
            + " \"atMost\" is given. Give one of them, as in @ExpectConnections(exactly = 1).");
  }

  @ConnectionProbe("localhost:1")
  @ExpectConnections
  static class NothingFixture {
    @Test
    void test() {}
  }

  @Test
  void bothNumbersAreRefused() {
    assertMisuse(
        BothFixture.class,
        "@ExpectConnections on class ExpectConnectionsTest.BothFixture: both \"exactly\" and"
            + " \"atMost\" are given. Give one of them, as in @ExpectConnections(exactly = 1).");
  }

  @ConnectionProbe("localhost:1")
  @ExpectConnections(exactly = 1, atMost = 2)
  static class BothFixture {
    @Test
    void test() {}
  }

  @Test
  void testWithoutAProbeIsRefused() {
    assertMisuse(
        NoProbeFixture.class,
        "@ExpectConnections on method ExpectConnectionsTest.NoProbeFixture.test(): the test has no"
            + " probe. Declare one, as in @ConnectionProbe(\"localhost:8080\").");
  }

  static class NoProbeFixture {
    @Test
    @ExpectConnections(exactly = 1)
    void test() {}
  }

  @Test
  void unknownProbeIsRefused() {
    assertMisuse(
        UnknownFixture.class,
        "@ExpectConnections on method ExpectConnectionsTest.UnknownFixture.test(): there is no probe"
            + " \"users\", only one without a name (@ConnectionProbe on class"
            + " ExpectConnectionsTest.UnknownFixture). Name one, as in @ExpectConnections(exactly ="
            + " 1, probe = \"orders\").");
  }

  @ConnectionProbe("localhost:1")
  static class UnknownFixture {
    @Test
    @ExpectConnections(exactly = 1, probe = "users")
    void test() {}
  }

  @Test
  void unnamedProbeAmongSeveralIsRefused() {
    assertMisuse(
        AmbiguousFixture.class,
        "@ExpectConnections on method ExpectConnectionsTest.AmbiguousFixture.test(): it does not say"
            + " which probe it means, and there are several: \"a\" (@ConnectionProbe on class"
            + " ExpectConnectionsTest.AmbiguousFixture), \"b\" (@ConnectionProbe on class"
            + " ExpectConnectionsTest.AmbiguousFixture). Name one, as in @ExpectConnections(exactly ="
            + " 1, probe = \"orders\").");
  }

  @ConnectionProbe(value = "localhost:1", name = "a")
  @ConnectionProbe(value = "localhost:1", name = "b")
  static class AmbiguousFixture {
    @Test
    @ExpectConnections(exactly = 1)
    void test() {}
  }
}
