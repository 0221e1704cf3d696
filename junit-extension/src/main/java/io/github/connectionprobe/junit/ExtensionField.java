package io.github.connectionprobe.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The field that a registered extension stands in. JUnit does not tell an extension, but its probe
 * is named after that field and lives as long as it.
 *
 * @param where the field in words, for messages
 * @param name its name
 */
record ExtensionField(String where, String name) {

  /** Finds the static field of the context's class that holds the extension. */
  static Optional<ExtensionField> inClass(ExtensionContext context, Object extension) {
    return find(context.getRequiredTestClass(), null, extension);
  }

  /** Finds the field of the test's instances that holds the extension. */
  static ExtensionField inInstance(ExtensionContext context, Object extension) {
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      Optional<ExtensionField> field = find(instance.getClass(), instance, extension);
      if (field.isPresent()) {
        return field.get();
      }
    }
    return new ExtensionField("no field that could be found", "probe");
  }

  private static Optional<ExtensionField> find(
      Class<?> type, @Nullable Object instance, Object extension) {
    return ReflectionSupport.findFields(
            type, field -> holds(field, instance, extension), HierarchyTraversalMode.BOTTOM_UP)
        .stream()
        .findFirst()
        .map(field -> new ExtensionField(Elements.describe(field), field.getName()));
  }

  private static boolean holds(Field field, @Nullable Object instance, Object extension) {
    return field.getType().isAssignableFrom(extension.getClass())
        && Modifier.isStatic(field.getModifiers()) == (instance == null)
        && ReflectionSupport.tryToReadFieldValue(field, instance)
            .toOptional()
            .filter(value -> value == extension)
            .isPresent();
  }
}
