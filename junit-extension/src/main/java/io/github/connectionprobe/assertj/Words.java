package io.github.connectionprobe.assertj;

/** Numbers with their nouns, and the checks of numbers that users give. */
final class Words {

  private Words() {}

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  static String be(long number) {
    return number == 1 ? "is" : "are";
  }

  static void requireCount(long expected, String noun) {
    if (expected < 0) {
      throw new IllegalArgumentException(
          "The expected number of " + noun + "s is " + expected + ". Give 0 or more.");
    }
  }
}
