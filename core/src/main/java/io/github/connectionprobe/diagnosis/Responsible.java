package io.github.connectionprobe.diagnosis;

/** Who can mend a cause. */
public enum Responsible {
  /** The code under test, or the HTTP client it uses. */
  CLIENT("client"),
  /** The HTTP dependency, or a gateway in front of it. */
  SERVER("server"),
  /** What lies around both: a port where nothing listens, a name that does not resolve. */
  ENVIRONMENT("environment"),
  /** Nobody has to: the connection was opened for a good reason, or nothing proves otherwise. */
  NOBODY("nobody");

  private final String word;

  Responsible(String word) {
    this.word = word;
  }

  /** Returns the word that messages use, such as {@code client}. */
  @Override
  public String toString() {
    return word;
  }
}
