package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is said about a test whose client did not use the probe. */
class WentRoundTest {

  @Test
  void clientThatGoesRoundTheProbeIsCaught() {
    Kit kit = Kit.runWithServer(RoundFixture.class);
    assertThat(kit.failures()).hasSize(3);
    assertThat(kit.failures())
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .hasMessageMatching(
                        """
                        Expecting probe "(RoundFixture|probe)" \\(localhost:(\\d+) -> localhost:\\d+\\)
                        to have seen the connections of this test but it saw none: the client went round it.

                        Give the client the probe's address, http://localhost:\\2, instead of the server's own: probe.uri\\(\\).
                        Where none is meant to be opened, say so: probe.assertConnectionsOpened\\(0\\),
                        @ExpectConnections\\(exactly = 0\\) or @OnLostReuse\\(LostReuse.IGNORE\\).\
                        """));
  }

  @ConnectionProbe("${server}")
  static class RoundFixture {
    @Test
    void parameter(Probe probe) {}

    @Test
    void notGiven() {}

    @Nested
    class WithField {
      @ConnectionProbe("${server}")
      Probe probe;

      @Test
      void field() {}
    }

    @Nested
    class WithSetUp {
      @BeforeEach
      void connect(Probe probe) {}

      @Test
      void setUp() {}
    }
  }

  @Test
  void staticProbeMustBeUsedByOneTestOfItsClass() {
    Kit.runWithServer(UsedStaticFixture.class, IgnoredStaticFixture.class).passed(4);
    Throwable failure = Kit.runWithServer(UnusedStaticFixture.class).failure();
    assertThat(failure)
        .hasMessageContaining(
            "\nto have seen the connections of this class but it saw none: the client went round");
  }

  static class UsedStaticFixture {
    @ConnectionProbe("${server}")
    static Probe probe;

    @Test
    void uses() {
      Http.get(probe.uri("/"));
    }

    @Test
    void doesNot() {}
  }

  static class UnusedStaticFixture {
    @ConnectionProbe("${server}")
    static Probe probe;

    @Test
    void doesNot() {}

    @Test
    @OnLostReuse(LostReuse.IGNORE)
    void doesNotEither() {}
  }

  static class IgnoredStaticFixture {
    @ConnectionProbe(value = "${server}", lostReuse = LostReuse.IGNORE)
    static Probe probe;

    @Test
    void doesNot() {}

    @Test
    void speaks() {
      probe.assertConnectionsOpened(0);
    }
  }
}
