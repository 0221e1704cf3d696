package io.github.connectionprobe.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.MediaType;

/**
 * Attaches a file to JUnit's report. This class cannot be linked on JUnit below 5.12, so that it
 * must not be touched there.
 */
final class Attachment {

  private Attachment() {}

  // The older of two methods: it is the one that every JUnit since 5.12 has.
  @SuppressWarnings("deprecation")
  static void publish(ExtensionContext context, Path file, String mediaType) {
    context.publishFile(
        String.valueOf(file.getFileName()),
        MediaType.parse(mediaType),
        copy -> Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING));
  }
}
