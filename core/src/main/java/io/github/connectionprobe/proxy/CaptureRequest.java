package io.github.connectionprobe.proxy;

import io.github.connectionprobe.capture.Capture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * That a capture is wanted.
 *
 * @param file where to; null for one that is held until somebody asks for it
 */
record CaptureRequest(@Nullable Path file) {

  Capture begin(String probe, Recorder recorder) {
    try {
      return recorder.startCapture(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "The probe \""
              + probe
              + "\" cannot write its capture to "
              + (file == null ? "a temporary file" : file)
              + ": "
              + failed.getMessage()
              + ". Give it a file in a directory that exists and may be written to.",
          failed);
    }
  }
}
