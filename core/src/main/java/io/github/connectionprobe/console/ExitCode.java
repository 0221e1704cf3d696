package io.github.connectionprobe.console;

/** What the program tells whoever started it. */
final class ExitCode {

  /** Every connection was needed, or there was a good reason to open it. */
  static final int HELD = 0;

  /** At least one connection was opened that client or server could have spared. */
  static final int LOST = 1;

  /** Wrong usage, no exchange that could be seen, or an upstream that could not be reached. */
  static final int TROUBLE = 2;

  private ExitCode() {}
}
