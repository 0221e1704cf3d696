package io.github.connectionprobe.examples;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path where it is
 * @param text what it says
 */
record Document(Path path, String text) {

  static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..");

  /** Reads a page, named from the root of the repository. */
  static Document of(String file) {
    return new Document(ROOT.resolve(file), read(ROOT.resolve(file)));
  }

  /** Returns the blocks of code in that language. */
  List<String> blocks(String language) {
    return matches("(?s)```" + language + "\n(.*?)```");
  }

  /** Returns the parts of the blocks of code in that language that blank lines divide. */
  List<String> parts(String language) {
    return blocks(language).stream().flatMap(block -> Stream.of(block.split("\n\n"))).toList();
  }

  /** Returns what each match of the pattern has in its first group. */
  List<String> matches(String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList();
  }

  /** Returns the places in the repository that it links to. */
  List<Path> links() {
    return matches("\\]\\(([^)#:]+)(#[^)]*)?\\)").stream().map(path::resolveSibling).toList();
  }

  /** Returns all sources below a directory, without indentation. */
  static List<String> sources(String directory, String extension) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
      return files
          .filter(file -> file.toString().endsWith(extension))
          .map(file -> withoutIndentation(read(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(joining("\n"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
