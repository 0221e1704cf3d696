package io.github.connectionprobe.jfr;

/** Whether this Java has a flight recorder that this class may use. */
final class Recorders {

  private static final boolean PRESENT = find();

  private Recorders() {}

  static boolean present() {
    return PRESENT;
  }

  private static boolean find() {
    try {
      // Not by the name of the module: an OSGi framework may have it and not give it to us.
      Class.forName("jdk.jfr.Event", false, Recorders.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError absent) {
      return false;
    }
  }
}
