package io.github.connectionprobe.observer.tls;

import static io.github.connectionprobe.recording.Side.CLIENT;
import static io.github.connectionprobe.recording.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsAlert;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Records as long as an alert, and whether they were one; times in milliseconds. */
class FarewellsTest {

  private final Farewells farewells = new Farewells();

  @Test
  void clientThatSaysSomethingThatShortAfterAResponseLeaves() {
    data(CLIENT, 1).data(SERVER, 2).maybe(CLIENT, 3);
    assertAlert(CLIENT, 3);

    maybe(SERVER, 4).ended(SERVER, 5);
    assertAlert(CLIENT, 3);
  }

  @Test
  void serverThatAnswersWithNothingElseRefuses() {
    data(CLIENT, 1).maybe(SERVER, 2);
    assertAlert(SERVER, 2);
    assertThat(farewells.endedAnswers()).isTrue();
  }

  @Test
  void shortEndOfAResponseIsNone() {
    data(CLIENT, 1).data(SERVER, 2).maybe(SERVER, 3);
    assertNoAlert();
    assertThat(farewells.endedAnswers()).isFalse();
  }

  @Test
  void shortEndOfAResponseIsNoneWhenTheClientThenLeaves() {
    data(CLIENT, 1).data(SERVER, 2).maybe(SERVER, 3).ended(CLIENT, 4);
    assertNoAlert();
  }

  @Test
  void shortEndOfAResponseIsNoneWhenTheServerLeavesLater() {
    data(CLIENT, 1).data(SERVER, 2).maybe(SERVER, 3).ended(SERVER, 5_003);
    assertNoAlert();
  }

  @Test
  void serverThatHangsUpRightAfterItSaidSoInShortHadSaidSo() {
    data(CLIENT, 1).data(SERVER, 2).maybe(SERVER, 3).ended(SERVER, 4);
    assertAlert(SERVER, 3);
  }

  @Test
  void clientThatHangsUpWhenAnIdleServerSaysSomethingShortWasAskedTo() {
    data(CLIENT, 1).data(SERVER, 2).maybe(SERVER, 5_002).ended(CLIENT, 5_003);
    assertAlert(SERVER, 5_002);
  }

  @Test
  void whoeverSpeaksOnHadNotSaidGoodbye() {
    data(CLIENT, 1).maybe(SERVER, 2).data(SERVER, 3);
    assertNoAlert();

    data(CLIENT, 4).data(SERVER, 5).maybe(CLIENT, 6).data(CLIENT, 7);
    assertNoAlert();
  }

  @Test
  void clientThatIsAnsweredHadNotSaidGoodbye() {
    // A body of two bytes, held back until the server had said 100 (Continue).
    data(CLIENT, 1).data(SERVER, 2).maybe(CLIENT, 3).data(SERVER, 4);
    assertNoAlert();
  }

  @Test
  void shortEndOfARequestIsNoneUnlessTheClientHangsUp() {
    data(CLIENT, 1).maybe(CLIENT, 2);
    assertNoAlert();

    ended(SERVER, 3);
    assertNoAlert();
  }

  @Test
  void clientThatHangsUpRightAfterItSaidSoInShortHadSaidSo() {
    data(CLIENT, 1).maybe(CLIENT, 2_000).ended(CLIENT, 2_001);
    assertAlert(CLIENT, 2_000);
  }

  @Test
  void whatComesBehindTheFirstEndChangesNothing() {
    data(CLIENT, 1).data(SERVER, 2).ended(CLIENT, 3).maybe(SERVER, 4).ended(SERVER, 5);
    assertNoAlert();
  }

  private FarewellsTest data(Side from, long millis) {
    farewells.data(from, nanos(millis));
    return this;
  }

  private FarewellsTest maybe(Side from, long millis) {
    farewells.maybe(from, nanos(millis));
    return this;
  }

  private FarewellsTest ended(Side by, long millis) {
    farewells.ended(by, nanos(millis));
    return this;
  }

  private void assertAlert(Side by, long millis) {
    assertThat(farewells.first()).contains(new TlsAlert(by, Duration.ofMillis(millis)));
  }

  private void assertNoAlert() {
    assertThat(farewells.first()).isEmpty();
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
