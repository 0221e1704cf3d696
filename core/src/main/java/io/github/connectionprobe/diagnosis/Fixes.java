package io.github.connectionprobe.diagnosis;

/** What to do about each cause. */
final class Fixes {

  private Fixes() {}

  static String of(Cause cause, ClientLibrary library) {
    return cause.title();
  }
}
