package io.github.connectionprobe.assertj;

import java.util.List;

/** Numbers with their nouns, and the checks of numbers that users give. */
final class Words {

  private Words() {}

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  static String be(long number) {
    return number == 1 ? "is" : "are";
  }

  static String firstFew(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(10, names.size())))
        + (names.size() > 10 ? " and " + (names.size() - 10) + " more" : "");
  }

  static void requireCount(long expected, String noun) {
    if (expected < 0) {
      throw new IllegalArgumentException(
          "The expected number of " + noun + "s is " + expected + ". Give 0 or more.");
    }
  }
}
