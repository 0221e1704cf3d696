package io.github.connectionprobe.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CausePagesTest {

  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @EnumSource
  void pageHasTheTitleOfTheCause(Cause cause) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(cause.page()));

    assertThat(lines.get(0)).isEqualTo("# " + cause.title());
    assertThat(lines.get(2)).startsWith("`" + cause.id() + "` · who can mend it: " + word(cause));
    assertThat(lines)
        .contains(
            "## On the wire", "## Usual culprits", "## Reproduce", "## Mend", "## Look-alikes");
  }

  @Test
  void everyPageBelongsToACause() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/causes"))) {
      assertThat(pages.map(page -> "docs/causes/" + page.getFileName()))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Cause.values()).map(Cause::page).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesNameOnlyCausesThatExist(Cause cause) throws IOException {
    String page = Files.readString(ROOT.resolve(cause.page()));
    String lookAlikes = page.substring(page.indexOf("## Look-alikes"));

    assertThat(lookAlikes.lines().filter(line -> line.startsWith("- `")))
        .allSatisfy(
            line -> {
              for (String name : line.substring(2, line.indexOf(':')).split(" and |, ")) {
                if (name.startsWith("`")) {
                  String id = name.substring(1, name.indexOf('`', 1));
                  assertThat(Arrays.stream(Cause.values()).map(Cause::id)).contains(id);
                }
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void idIsTheNameInKebabCase(Cause cause) {
    assertThat(cause.id()).matches("[a-z0-9]+(-[a-z0-9]+)*").hasToString(cause.toString());
    assertThat(cause.page()).isEqualTo("docs/causes/" + cause.id() + ".md");
  }

  @ParameterizedTest
  @EnumSource
  void whoeverCanMendItIsToldHowWhicheverTheClient(Cause cause) {
    for (ClientLibrary library : ClientLibrary.values()) {
      String fix = Fixes.of(cause, library);
      if (cause.responsible() == Responsible.NOBODY) {
        assertThat(fix).isEmpty();
      } else {
        assertThat(fix).endsWith(".").doesNotContain("  ").isEqualTo(fix.strip());
      }
    }
  }

  private static String word(Cause cause) {
    return cause.responsible().toString();
  }
}
