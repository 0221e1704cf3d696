package io.github.connectionprobe.junit;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds the narrowest place that says what the guard is to do. */
final class Policy {

  /** The JUnit configuration parameter that says it for a whole build. */
  static final String PARAMETER = "connectionprobe.lostReuse";

  private static final Annotations<OnLostReuse> POLICIES = Annotations.single(OnLostReuse.class);

  private Policy() {}

  static LostReuse of(ExtensionContext context, Settings settings) {
    List<AnnotatedElement> elements = new ArrayList<>(Stores.classes(context));
    context.getTestMethod().ifPresent(elements::add);
    Collections.reverse(elements);
    Stream<LostReuse> annotated =
        elements.stream().flatMap(e -> POLICIES.on(e).stream()).map(OnLostReuse::value);
    return Stream.concat(annotated, Stream.of(settings.lostReuse(), ofBuild(context)))
        .filter(policy -> policy != LostReuse.INHERIT)
        .findFirst()
        .orElse(LostReuse.FAIL);
  }

  /**
   * Returns what the configuration parameter says.
   *
   * @throws ExtensionConfigurationException if that is nothing known
   */
  static LostReuse ofBuild(ExtensionContext context) {
    String value = context.getConfigurationParameter(PARAMETER).orElse("inherit");
    return Arrays.stream(LostReuse.values())
        .filter(policy -> policy.name().equals(value.strip().toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new ExtensionConfigurationException(
                    "The JUnit configuration parameter "
                        + PARAMETER
                        + " is \""
                        + value
                        + "\". Set it to fail, report or ignore, or remove it."));
  }
}
