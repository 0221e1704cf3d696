package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Everything that fuzzing began with or found, without a fuzzer: see {@code mvn -Pfuzz test}. */
class FuzzCorpusTest {

  private static final Path KEPT = Path.of("src", "test", "corpus");

  private record Target(Consumer<byte[]> check, Supplier<Stream<byte[]>> seeds) {}

  private static final Map<String, Target> TARGETS =
      Map.of(
          "Http1Fuzz", new Target(Http1Fuzz::fuzzerTestOneInput, Http1Fuzz::seeds),
          "Http2Fuzz", new Target(Http2Fuzz::fuzzerTestOneInput, Http2Fuzz::seeds),
          "TlsFuzz", new Target(TlsFuzz::fuzzerTestOneInput, TlsFuzz::seeds),
          "NegotiationFuzz",
              new Target(NegotiationFuzz::fuzzerTestOneInput, NegotiationFuzz::seeds),
          "UpstreamFuzz", new Target(UpstreamFuzz::fuzzerTestOneInput, UpstreamFuzz::seeds));

  @TestFactory
  Stream<DynamicTest> seedsBreakNothing() {
    return TARGETS.entrySet().stream()
        .map(
            target ->
                DynamicTest.dynamicTest(
                    target.getKey(),
                    () -> target.getValue().seeds().get().forEach(target.getValue().check())));
  }

  @TestFactory
  Stream<DynamicTest> whatWasFoundStaysMended() throws IOException {
    return Files.walk(KEPT)
        .filter(Files::isRegularFile)
        .sorted()
        .map(file -> DynamicTest.dynamicTest(KEPT.relativize(file).toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    Target target = TARGETS.get(file.getParent().getFileName().toString());
    byte[] input = Files.readAllBytes(file);
    assertThatCode(() -> target.check().accept(input))
        .as("%s: %s", file, new String(input, StandardCharsets.ISO_8859_1))
        .doesNotThrowAnyException();
  }
}
