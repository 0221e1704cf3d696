package io.github.connectionprobe.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What users write into the annotation: placeholders, allowed destinations, mappings, names. */
public final class AnnotationFuzz {

  /** Knows a single configuration parameter, and nothing else. */
  private static final ExtensionContext CONTEXT =
      (ExtensionContext)
          Proxy.newProxyInstance(
              AnnotationFuzz.class.getClassLoader(),
              new Class<?>[] {ExtensionContext.class},
              (proxy, method, arguments) ->
                  "key".equals(arguments[0]) ? Optional.of("$1\\localhost:1") : Optional.empty());

  private AnnotationFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    placeholders(text);
    explained(() -> Forwarded.of(List.of(text), List.of()).in(CONTEXT));
    explained(() -> Forwarded.of(List.of(), List.of(text)).in(CONTEXT));
    fileName(text);
  }

  private static void placeholders(String text) {
    explained(
        () -> {
          String filled = Placeholders.fill(text, CONTEXT);
          if (filled.contains("${") || (!text.contains("${") && !filled.equals(text))) {
            throw new AssertionError("\"" + text + "\" was filled to \"" + filled + "\"");
          }
        });
  }

  /** What cannot be read is refused, in words of ours. */
  private static void explained(Runnable read) {
    try {
      read.run();
    } catch (IllegalArgumentException wrong) {
      String message = String.valueOf(wrong.getMessage());
      if (!message.startsWith("The ") || !message.endsWith(".") && !message.endsWith(").")) {
        throw new AssertionError("Refused without help: " + message, wrong);
      }
    }
  }

  private static void fileName(String text) {
    String name = FileNames.safe(text);
    boolean harmless =
        !name.isEmpty()
            && name.getBytes(UTF_8).length <= 100
            && !name.startsWith(".")
            && name.codePoints()
                .allMatch(c -> Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
    if (!harmless) {
      throw new AssertionError("\"" + text + "\" becomes the file name \"" + name + "\"");
    }
  }

  public static Stream<byte[]> seeds() {
    return Stream.of(
            "${key}",
            "${key:localhost:8080}",
            "http://${host:localhost}:${port:80}",
            "${",
            "${}",
            "${:x}",
            "api.example:443 -> localhost:8443",
            "api.example:443->[::1]:1",
            "CON",
            "..",
            "a/b\\c:d*e?f",
            "t\u0065\u0301st \ud83d\ude00")
        .map(text -> text.getBytes(UTF_8));
  }
}
