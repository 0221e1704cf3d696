package io.github.connectionprobe.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets Jazzer look for bytes that break what each class named {@code …Fuzz} demands, in a JVM of
 * its own, beginning with the seeds and the kept corpus of that class. What it finds is to become a
 * file of that corpus, which every build replays.
 */
class FuzzTest {

  private static final long SECONDS = Long.getLong("fuzz.seconds", 600);
  /** What reads bytes and text of others; to follow the rest would make it slow. */
  private static final String INSTRUMENTED =
      String.join(
          File.pathSeparator,
          "io.github.connectionprobe.observer.**",
          "io.github.connectionprobe.proxy.**",
          "io.github.connectionprobe.junit.**");

  private static final Path CLASSES = Path.of("target", "test-classes");
  private static final Path WORK = Path.of("target", "fuzz").toAbsolutePath();
  private static final Path KEPT = Path.of("src", "test", "corpus").toAbsolutePath();

  static List<String> targets() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(file -> file.endsWith("Fuzz.class"))
          .map(file -> file.replace(".class", "").replace('/', '.'))
          .filter(FuzzTest::isTarget)
          .sorted()
          .toList();
    }
  }

  private static boolean isTarget(String name) {
    try {
      Class.forName(name).getMethod("fuzzerTestOneInput", byte[].class);
      return true;
    } catch (NoSuchMethodException helper) {
      return false;
    } catch (ClassNotFoundException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void nothingIsFound(String target) throws Exception {
    String name = target.substring(target.lastIndexOf('.') + 1);
    Path work = Files.createDirectories(WORK.resolve(name));
    Path seeds = Files.createDirectories(work.resolve("seeds"));
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    Path log = work.resolve("log.txt");
    Method method = Class.forName(target).getMethod("seeds");
    int number = 0;
    for (byte[] seed : ((Stream<?>) method.invoke(null)).map(byte[].class::cast).toList()) {
      Files.write(seeds.resolve("seed-" + ++number), seed);
    }
    Process jazzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target,
                "--instrumentation_includes=" + INSTRUMENTED,
                "--custom_hook_includes=" + INSTRUMENTED,
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-max_total_time=" + SECONDS,
                "-max_len=2048",
                "-timeout=60",
                "-rss_limit_mb=0",
                "-print_final_stats=1",
                corpus.toString(),
                seeds.toString(),
                Files.createDirectories(KEPT.resolve(name)).toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status = jazzer.waitFor();
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    System.out.println(name + ": " + summary(lines));
    assertThat(status)
        .as("Jazzer found something:%n%s%nPut the file that it wrote into %s", tail(lines), KEPT)
        .isZero();
  }

  private static String summary(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("stat::") || line.startsWith("#") && line.contains("DONE"))
        .map(String::strip)
        .reduce((one, other) -> one + "; " + other)
        .orElse("no figures");
  }

  private static String tail(List<String> lines) {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
