package io.github.connectionprobe.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What was measured in one run: as lines of JSON, and as the tables of a page. */
final class Results {

  private static final String BEGIN = "<!-- measured -->";
  private static final String END = "<!-- /measured -->";

  private final List<String> json = new ArrayList<>();
  private final List<String> throughput = new ArrayList<>();
  private final List<String> work = new ArrayList<>();
  private final List<String> starts = new ArrayList<>();
  private final List<String> costs = new ArrayList<>();
  private final Set<String> peers = new LinkedHashSet<>();
  private final List<String> leftOut = new ArrayList<>();

  void leftOut(String why) {
    leftOut.add(why);
    System.out.println("left out: " + why);
  }

  /** Takes what came of one load, by peer. */
  void throughput(Load load, Map<String, Turns> all) {
    Turns haproxy = all.get(load.reference());
    double reference = haproxy == null ? Double.NaN : haproxy.perSecond();
    peers.addAll(all.keySet());
    StringBuilder rates = new StringBuilder("| " + load.name());
    StringBuilder times = new StringBuilder("| " + load.name());
    all.forEach(
        (peer, turns) -> {
          double rate = turns.perSecond();
          CpuTime cpu = turns.perRequest();
          rates.append(rate == 0 ? " | –" : format(" | %.2f", rate / reference));
          times.append(" | ").append(words(cpu));
          json.add(
              format(
                  "{\"load\": \"%s\", \"peer\": \"%s\", \"perSecond\": %.1f, \"toHaproxy\": %.3f,"
                      + " \"userMicros\": %.2f, \"kernelMicros\": %.2f}",
                  load.name(), peer, rate, rate / reference, cpu.userMicros(), cpu.kernelMicros()));
        });
    throughput.add(rates + " |");
    work.add(times + " |");
    System.out.println(rates + " |");
    System.out.println(times + " |");
  }

  private static String words(CpuTime cpu) {
    double both = cpu.userMicros() + cpu.kernelMicros();
    String format = both < 100 ? "%.1f + %.1f" : "%,.0f + %,.0f";
    return both == 0 ? "–" : format(format, cpu.userMicros(), cpu.kernelMicros());
  }

  /** Takes how long a first start took in a fresh JVM. */
  void start(String what, double millis, double reference) {
    json.add(
        format(
            "{\"coldStart\": \"%s\", \"milliseconds\": %.1f, \"toMockWebServer\": %.3f}",
            what, millis, millis / reference));
    starts.add(format("| %s | %.0f ms | %.2f |", what, millis, millis / reference));
    System.out.println(starts.get(starts.size() - 1));
  }

  void cost(String what, double value, String unit) {
    json.add(format("{\"cost\": \"%s\", \"value\": %.2f, \"unit\": \"%s\"}", what, value, unit));
    costs.add(format("| %s | %.1f %s |", what, value, unit));
    System.out.println(costs.get(costs.size() - 1));
  }

  /** Writes the JSON file, and the tables between the two marks of the page. */
  void write(Path jsonFile, Path page) throws IOException {
    Files.createDirectories(jsonFile.toAbsolutePath().getParent());
    Files.writeString(jsonFile, "[\n  " + String.join(",\n  ", json) + "\n]\n", UTF_8);
    String text = Files.readString(page, UTF_8);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (begin < BEGIN.length() || end < begin) {
      throw new IOException(page + " lacks the lines " + BEGIN + " and " + END);
    }
    Files.writeString(page, text.substring(0, begin) + "\n" + tables() + text.substring(end), UTF_8);
  }

  private String tables() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%nJava %s, Linux %s, %d processors.%n",
            System.getProperty("java.version"),
            System.getProperty("os.version"),
            Runtime.getRuntime().availableProcessors()));
    leftOut.forEach(why -> text.append("Left out: ").append(why).append(".\n"));
    byPeer(text, "requests a second, HAProxy = 1", throughput);
    byPeer(text, "CPU time a request, µs: user + kernel", work);
    if (!starts.isEmpty()) {
      text.append("\n| first start in a fresh JVM, to the first answer | | mockwebserver3 = 1 |\n");
      text.append("| --- | --- | --- |\n");
      starts.forEach(row -> text.append(row).append('\n'));
    }
    if (!costs.isEmpty()) {
      text.append("\n| what a test feels | |\n| --- | --- |\n");
      costs.forEach(row -> text.append(row).append('\n'));
    }
    return text.append('\n').toString();
  }

  private void byPeer(StringBuilder text, String title, List<String> rows) {
    if (!rows.isEmpty()) {
      text.append("\n| ").append(title).append(" | ").append(String.join(" | ", peers));
      text.append(" |\n|").append(" --- |".repeat(peers.size() + 1)).append('\n');
      rows.forEach(row -> text.append(row).append('\n'));
    }
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
