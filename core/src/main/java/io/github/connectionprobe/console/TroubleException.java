package io.github.connectionprobe.console;

/** Something that the person at the keyboard can mend; its message is all that they need to see. */
final class TroubleException extends Exception {

  private static final long serialVersionUID = 1;

  TroubleException(String message) {
    super(message);
  }
}
