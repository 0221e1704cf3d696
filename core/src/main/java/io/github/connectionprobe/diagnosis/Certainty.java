package io.github.connectionprobe.diagnosis;

/** How a cause is known. */
public enum Certainty {
  /** The bytes, FINs and RSTs of the recording say so by themselves. */
  OBSERVED("observed"),
  /** It is the likeliest reading of what was seen; others may remain. */
  INFERRED("inferred");

  private final String word;

  Certainty(String word) {
    this.word = word;
  }

  /** Returns the word that messages use: {@code observed} or {@code inferred}. */
  @Override
  public String toString() {
    return word;
  }
}
