package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that fuzzing began with or found, without a fuzzer: see {@code mvn -Pfuzz test}. */
class AnnotationFuzzTest {

  private static final Path KEPT = Path.of("src", "test", "corpus", "AnnotationFuzz");

  @Test
  void seedsBreakNothing() {
    assertThatCode(() -> AnnotationFuzz.seeds().forEach(AnnotationFuzz::fuzzerTestOneInput))
        .doesNotThrowAnyException();
  }

  @Test
  void whatWasFoundStaysMended() throws IOException {
    List<Path> kept;
    try (Stream<Path> files = Files.list(KEPT)) {
      kept = files.sorted().toList();
    }
    assertThat(kept).isNotEmpty();
    for (Path file : kept) {
      byte[] input = Files.readAllBytes(file);
      assertThatCode(() -> AnnotationFuzz.fuzzerTestOneInput(input))
          .as("%s", file)
          .doesNotThrowAnyException();
    }
  }
}
