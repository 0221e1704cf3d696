package io.github.connectionprobe.report;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one probe saw in one test, in numbers: a row of the {@link BuildPage}. Immutable.
 *
 * <pre>{@code
 * ProbeSummary summary =
 *     ProbeSummary.of("[engine:junit-jupiter]/…", "OrderClientTest reuses()", diagnosis)
 *         .withTimeline("OrderClientTest/reuses/orders.html");
 * }</pre>
 *
 * @param testId what tells the test from every other one of the build
 * @param testName the test's name as people read it
 * @param probe the probe's name
 * @param opened how many connections were opened
 * @param needed how many would have served; at most {@code opened}
 * @param avoidable how many of those beyond the needed ones the client could have spared
 * @param exchanges how many exchanges there were
 * @param causes how many connections each cause explains, in the order of the causes; together
 *     {@code opened - needed}
 * @param slowestHandshake how long the slowest TLS handshake took, where one was seen
 * @param timeline the address of the test's timeline, relative to the page's own folder and with
 *     {@code /} between its parts, where one was written; plain, not percent-encoded
 * @param capture the address of the test's capture, likewise
 */
public record ProbeSummary(
    String testId,
    String testName,
    String probe,
    int opened,
    int needed,
    int avoidable,
    long exchanges,
    Map<Cause, Integer> causes,
    Optional<Duration> slowestHandshake,
    Optional<String> timeline,
    Optional<String> capture) {

  /** Copies the causes and checks that the numbers can be true. */
  public ProbeSummary {
    requireNonNull(testId, "testId");
    requireNonNull(testName, "testName");
    requireNonNull(probe, "probe");
    requireNonNull(slowestHandshake, "slowestHandshake");
    requireNonNull(timeline, "timeline");
    requireNonNull(capture, "capture");
    EnumMap<Cause, Integer> copy = new EnumMap<>(Cause.class);
    copy.putAll(causes);
    causes = Collections.unmodifiableMap(copy);
    if (needed < 0 || needed > opened || avoidable < 0 || avoidable > opened - needed) {
      throw new IllegalArgumentException(
          "Of the connections opened some are needed, and of the others some are avoidable, but "
              + opened
              + " opened, "
              + needed
              + " needed and "
              + avoidable
              + " avoidable were given for probe \""
              + Printable.of(probe)
              + "\". Give numbers with 0 <= needed + avoidable <= opened.");
    }
  }

  /**
   * Returns the numbers of a diagnosis, without a link to a timeline or a capture.
   *
   * @param testId what tells the test from every other one of the build
   * @param testName the test's name as people read it
   * @param diagnosis what was found in the probe's recording
   */
  public static ProbeSummary of(String testId, String testName, Diagnosis diagnosis) {
    EnumMap<Cause, Integer> causes = new EnumMap<>(Cause.class);
    diagnosis.explanations().forEach(each -> causes.merge(each.cause(), 1, Integer::sum));
    return new ProbeSummary(
        testId,
        testName,
        diagnosis.recording().name(),
        diagnosis.opened(),
        diagnosis.needed(),
        diagnosis.avoidable().size(),
        diagnosis.recording().exchangeCount(),
        causes,
        Handshake.slowest(diagnosis.recording()),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns the same with a link to the test's timeline.
   *
   * @param address where it lies, relative to the page's own folder
   */
  public ProbeSummary withTimeline(String address) {
    return linked(Optional.of(address), capture);
  }

  /**
   * Returns the same with a link to the test's capture.
   *
   * @param address where it lies, relative to the page's own folder
   */
  public ProbeSummary withCapture(String address) {
    return linked(timeline, Optional.of(address));
  }

  private ProbeSummary linked(Optional<String> toTimeline, Optional<String> toCapture) {
    return new ProbeSummary(
        testId,
        testName,
        probe,
        opened,
        needed,
        avoidable,
        exchanges,
        causes,
        slowestHandshake,
        toTimeline,
        toCapture);
  }

  /** Returns how many connections were opened beyond those needed, whoever caused it. */
  public int lost() {
    return opened - needed;
  }
}
