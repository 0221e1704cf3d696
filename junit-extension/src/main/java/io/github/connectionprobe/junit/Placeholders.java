package io.github.connectionprobe.junit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fills <code>${key}</code> and <code>${key:default}</code> in an upstream. */
final class Placeholders {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]*)(?::([^}]*))?}");

  private Placeholders() {}

  static String fill(String text, ExtensionContext context) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String key = matcher.group(1).strip();
      String value =
          value(key, context)
              .or(() -> Optional.ofNullable(matcher.group(2)))
              .orElseThrow(() -> unknown(text, key));
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(filled);
    if (filled.indexOf("${") >= 0) {
      throw new IllegalArgumentException(
          "The upstream \""
              + text
              + "\" has a \"${\" without its \"}\". Write ${key} or ${key:default}.");
    }
    return filled.toString();
  }

  private static Optional<String> value(String key, ExtensionContext context) {
    return key.isEmpty()
        ? Optional.empty()
        : context
            .getConfigurationParameter(key)
            .or(() -> Optional.ofNullable(System.getProperty(key)));
  }

  private static IllegalArgumentException unknown(String text, String key) {
    return new IllegalArgumentException(
        "The upstream \""
            + text
            + "\" needs \""
            + key
            + "\", which is neither a JUnit configuration parameter nor a system property. Set it, or"
            + " give a default as in ${"
            + key
            + ":localhost:8080}.");
  }
}
