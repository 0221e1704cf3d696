package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What all probes of a build saw, in numbers: the machine-readable sibling of {@link BuildPage}.
 * docs/report.md describes the JSON. Immutable.
 *
 * <pre>{@code
 * Files.writeString(file, BuildSummary.of(summaries).toJson(Instant.now()));
 * }</pre>
 */
public final class BuildSummary {

  /** The version of the JSON: it grows where a reader of an earlier one would be misled. */
  public static final int SCHEMA_VERSION = 1;

  private static final int SLOWEST_HANDSHAKES = 10;

  private static final Comparator<ProbeSummary> BY_TEST =
      Comparator.comparing(ProbeSummary::testName)
          .thenComparing(ProbeSummary::testId)
          .thenComparing(ProbeSummary::probe);

  private final List<ProbeSummary> probes;
  private final BuildTotals totals;
  private final Map<Cause, Integer> causes;

  private BuildSummary(List<ProbeSummary> probes) {
    this.probes = probes.stream().sorted(BY_TEST).toList();
    this.totals = new BuildTotals(probes);
    Map<Cause, Integer> sums = new EnumMap<>(Cause.class);
    probes.forEach(
        probe ->
            probe.causes().forEach((cause, number) -> sums.merge(cause, number, Integer::sum)));
    Map<Cause, Integer> ranked = new LinkedHashMap<>();
    sums.entrySet().stream()
        .sorted(Map.Entry.<Cause, Integer>comparingByValue().reversed())
        .forEach(entry -> ranked.put(entry.getKey(), entry.getValue()));
    this.causes = Collections.unmodifiableMap(ranked);
  }

  /** Returns the sums of these probes, in whatever order they come. */
  public static BuildSummary of(List<ProbeSummary> probes) {
    return new BuildSummary(probes);
  }

  /** Returns how many tests had a probe. */
  public long tests() {
    return probes.stream().map(ProbeSummary::testId).distinct().count();
  }

  /** Returns how many connections were opened. */
  public long opened() {
    return totals.opened();
  }

  /** Returns how many would have served. */
  public long needed() {
    return totals.needed();
  }

  /** Returns how many of those beyond the needed ones the clients could have spared. */
  public long avoidable() {
    return totals.avoidable();
  }

  /** Returns how many were opened beyond those needed, whoever caused it. */
  public long lost() {
    return opened() - needed();
  }

  /** Returns which share of the connections opened was needed, from 0 to 1; 1 where none was. */
  public double efficiency() {
    return opened() == 0 ? 1 : (double) needed() / opened();
  }

  /** Returns how many connections each cause explains, the most frequent cause first. */
  public Map<Cause, Integer> causes() {
    return causes;
  }

  /**
   * Returns all of it as JSON (RFC 8259).
   *
   * @param generatedAt the time to put on it
   */
  public String toJson(Instant generatedAt) {
    JsonText json = new JsonText().begin('{');
    json.name("version").value(SCHEMA_VERSION);
    json.name("generated_at").value(generatedAt.toString());
    json.name("tests").value(tests());
    json.name("probes").value(probes.size());
    json.name("opened").value(opened());
    json.name("needed").value(needed());
    json.name("lost").value(lost());
    json.name("avoidable").value(avoidable());
    json.name("exchanges").value(totals.exchanges());
    json.name("efficiency").value(Math.floor(efficiency() * 1_000) / 1_000);
    json.name("causes").begin('[');
    causes.forEach((cause, number) -> writeCause(json, cause, number));
    json.end(']');
    json.name("slowest_handshakes").begin('[');
    probes.stream()
        .filter(probe -> probe.slowestHandshake().isPresent())
        .sorted(Comparator.comparing(BuildSummary::handshake).reversed())
        .limit(SLOWEST_HANDSHAKES)
        .forEach(probe -> writeHandshake(json, probe));
    json.end(']');
    json.name("results").begin('[');
    probes.forEach(probe -> writeProbe(json, probe));
    return json.end(']').end('}').toString();
  }

  private void writeCause(JsonText json, Cause cause, int number) {
    json.begin('{').name("cause").value(cause.id());
    json.name("responsible").value(cause.responsible().name().toLowerCase(Locale.ROOT));
    json.name("connections").value(number);
    json.name("tests")
        .value(
            probes.stream()
                .filter(probe -> probe.causes().containsKey(cause))
                .map(ProbeSummary::testId)
                .distinct()
                .count());
    json.end('}');
  }

  private static void writeHandshake(JsonText json, ProbeSummary probe) {
    json.begin('{').name("test").value(probe.testName()).name("probe").value(probe.probe());
    json.name("ms").value(milliseconds(handshake(probe))).end('}');
  }

  private static void writeProbe(JsonText json, ProbeSummary probe) {
    json.begin('{').name("test_id").value(probe.testId()).name("test").value(probe.testName());
    json.name("probe").value(probe.probe());
    json.name("opened").value(probe.opened()).name("needed").value(probe.needed());
    json.name("avoidable").value(probe.avoidable()).name("exchanges").value(probe.exchanges());
    json.name("causes").begin('{');
    probe.causes().forEach((cause, number) -> json.name(cause.id()).value(number));
    json.end('}');
    probe
        .slowestHandshake()
        .ifPresent(time -> json.name("slowest_handshake_ms").value(milliseconds(time)));
    probe.timeline().ifPresent(address -> json.name("timeline").value(address));
    probe.capture().ifPresent(address -> json.name("capture").value(address));
    json.end('}');
  }

  private static Duration handshake(ProbeSummary probe) {
    return probe.slowestHandshake().orElse(Duration.ZERO);
  }

  private static double milliseconds(Duration time) {
    return Math.floor(time.toNanos() / 1e3) / 1e3;
  }
}
