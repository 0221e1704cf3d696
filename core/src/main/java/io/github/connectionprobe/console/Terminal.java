package io.github.connectionprobe.console;

import java.io.Console;

/** Whether a person sees what is printed. */
final class Terminal {

  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // null is what it is before Java 22
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console also where there is no terminal, and it can be asked.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJava22) {
      return true;
    } catch (ReflectiveOperationException refused) {
      return false;
    }
  }
}
