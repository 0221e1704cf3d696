package io.github.connectionprobe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BuildPageTest {

  private final ProbeSummary healthy = summary("A reuses()", 2, 2, 0, Map.of());
  private final ProbeSummary lossy =
      summary("B loses()", 5, 1, 3, Map.of(Cause.REQUEST_CLOSE, 3, Cause.SERVER_IDLE_TIMEOUT, 1))
          .withTimeline("B/loses.html");
  private final ProbeSummary lossier =
      summary("C loses more()", 9, 1, 8, Map.of(Cause.ORPHANED, 8));

  @Test
  void pageIsAsApproved() throws IOException {
    TimelinePageTest.assertApproved(
        "build.html", BuildPage.of(List.of(healthy, lossy, lossier)).toString());
  }

  @Test
  void totalsAddUp() {
    assertThat(page(healthy, lossy, lossier).figures())
        .containsEntry("probes", "3")
        .containsEntry("opened", "16")
        .containsEntry("needed", "4")
        .containsEntry("avoidable", "11")
        .containsEntry("efficiency", "25 %")
        .containsEntry("exchanges", "300");
  }

  @Test
  void efficiencyIsNeverRoundedUpToAllOfThem() {
    assertThat(page(summary("x", 100_000, 99_999, 1, Map.of())).figures())
        .containsEntry("efficiency", "99.9 %");
    assertThat(page(summary("x", 0, 0, 0, Map.of())).figures()).containsEntry("efficiency", "–");
    assertThat(page().text()).contains("No connection came through a probe.");
  }

  @Test
  void testsThatLostMostAndCausesThatOccurMostComeFirst() {
    assertThat(page(healthy, lossy, lossier).text())
        .containsSubsequence("orphaned", "request-close", "server-idle-timeout")
        .containsSubsequence("C loses more()", "B loses()", "A reuses()");
  }

  @Test
  void orderOfTheSummariesDoesNotMatter() {
    List<ProbeSummary> some = new ArrayList<>(List.of(healthy, lossy, lossier, lossier));
    String expected = BuildPage.of(some).toString();
    Collections.shuffle(some, new Random(1));

    assertThat(BuildPage.of(some)).hasToString(expected);
  }

  @Test
  void timelineIsLinkedByARelativeAddressWhateverItsName() {
    assertThat(page(lossy).values("href")).containsExactly("./B/loses.html");
    assertThat(page(lossy.withTimeline("javascript:alert(1)")).values("href"))
        .containsExactly("./javascript%3Aalert%281%29");
    assertThat(page(lossy.withTimeline("//evil.example/ä?#%\\")).values("href"))
        .containsExactly(".///evil.example/%C3%A4%3F%23%25%5C");
    assertThat(
            page(lossy.withTimeline("a b.html").withCapture("javascript:a b.pcapng"))
                .values("href"))
        .containsExactly("./a%20b.html", "./javascript%3Aa%20b.pcapng");
  }

  @Test
  void nothingHostileBecomesMarkup() {
    String attack = "</td><script>alert('1')</script>\"\u202e\u0007";
    ProbeSummary hostile =
        new ProbeSummary(
            attack,
            attack,
            attack,
            1,
            1,
            0,
            1,
            Map.of(),
            Optional.empty(),
            Optional.of(attack),
            Optional.of(attack));

    assertThat(page(hostile).elements()).doesNotContain("script");
    assertThat(page(hostile).text()).contains("</td><script>alert('1')</script>\"\\u202e\\u0007");
  }

  @Test
  void slowestHandshakesAreNamed() {
    List<ProbeSummary> some = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      some.add(
          new ProbeSummary(
              "t" + i,
              "test " + i,
              "orders",
              1,
              1,
              0,
              1,
              Map.of(),
              Optional.of(Duration.ofMillis(10 * i)),
              Optional.empty(),
              Optional.empty()));
    }

    assertThat(new WrittenPage(BuildPage.of(some).toString()).text())
        .containsSubsequence("Slowest TLS handshakes", "90 ms: test 9", "50 ms: test 5")
        .doesNotContain("40 ms");
  }

  @Test
  void rowsOfAVeryLargeBuildAreFoldedAway() {
    List<ProbeSummary> some = new ArrayList<>(Collections.nCopies(10_000, healthy));
    some.add(lossy);

    assertThat(new WrittenPage(BuildPage.of(some).toString()).text())
        .containsSubsequence("B loses()", "9,981 more, which lost no more than these");
  }

  @Test
  void summaryHoldsTheNumbersOfItsDiagnosis() {
    ProbeSummary summary = ProbeSummary.of("id", "t()", Diagnosis.of(Recordings.everything()));

    assertThat(summary.probe()).isEqualTo("orders");
    assertThat(summary.opened()).isEqualTo(9);
    assertThat(summary.needed()).isEqualTo(3);
    assertThat(summary.lost()).isEqualTo(6);
    assertThat(summary.causes()).hasSize(6).containsEntry(Cause.UPGRADED, 1);
    assertThat(summary.slowestHandshake()).contains(Duration.ofMillis(16));
  }

  @Test
  void numbersThatCannotBeTrueAreRefused() {
    assertThatThrownBy(() -> summary("x", 1, 2, 0, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 opened, 2 needed and 0 avoidable were given for probe \"orders\"");
  }

  private static WrittenPage page(ProbeSummary... summaries) {
    return new WrittenPage(BuildPage.of(List.of(summaries)).toString());
  }

  private static ProbeSummary summary(
      String test, int opened, int needed, int avoidable, Map<Cause, Integer> causes) {
    return new ProbeSummary(
        test,
        test,
        "orders",
        opened,
        needed,
        avoidable,
        100,
        causes,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
