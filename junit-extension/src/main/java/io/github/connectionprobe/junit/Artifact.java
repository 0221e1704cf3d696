package io.github.connectionprobe.junit;

import java.nio.file.Path;

/**
 * A file that a test leaves behind.
 *
 * @param present whether it is there
 * @param problem why it is not, or what it lacks; empty where nothing is wrong with it
 */
record Artifact(ArtifactKind kind, Path file, boolean present, String problem) {

  String mention() {
    String place = kind.title() + ": " + file;
    if (problem.isEmpty()) {
      return place;
    }
    return place + (present ? " (" + problem + ")" : " could not be written: " + problem);
  }
}
