package io.github.connectionprobe.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A field that a probe is put into.
 *
 * @param field the field
 * @param settings what its annotation says
 */
record ProbeField(Field field, Settings settings) {

  /** Finds the fields of a class and of those it inherits from, superclasses first. */
  static List<ProbeField> of(Class<?> type, boolean isStatic) {
    List<ProbeField> fields = new ArrayList<>();
    for (Field field :
        AnnotationSupport.findAnnotatedFields(
            type,
            ConnectionProbe.class,
            candidate -> Modifier.isStatic(candidate.getModifiers()) == isStatic,
            HierarchyTraversalMode.TOP_DOWN)) {
      fields.add(of(field));
    }
    return fields;
  }

  private static ProbeField of(Field field) {
    ConnectionProbe annotation =
        AnnotationSupport.findAnnotation(field, ConnectionProbe.class).orElseThrow();
    Settings settings = Declarations.on(field, annotation);
    if (field.getType() != Probe.class) {
      throw wrong(
          settings,
          "must be of type Probe but is of type "
              + field.getType().getSimpleName()
              + ". Declare it as \"Probe "
              + field.getName()
              + "\".");
    }
    if (Modifier.isFinal(field.getModifiers())) {
      throw wrong(
          settings, "must not be final, because the probe is put into it. Remove \"final\".");
    }
    return new ProbeField(field, settings);
  }

  /** Puts the probe into the field; null takes it out. */
  void set(@Nullable Object instance, @Nullable Probe probe) {
    Object present =
        ReflectionSupport.tryToReadFieldValue(field, instance).toOptional().orElse(null);
    if (probe != null && present != null && !(present instanceof ProbeHandle)) {
      throw wrong(
          settings,
          "must be null before the probe is put into it, but something was assigned"
              + " to it. Remove the assignment.");
    }
    try {
      field.setAccessible(true);
      field.set(instance, probe);
    } catch (IllegalAccessException | RuntimeException failed) {
      throw new ExtensionConfigurationException(
          settings.where()
              + ": the field cannot be set: "
              + failed.getMessage()
              + ". Where the test is in a module, open its package to"
              + " io.github.connectionprobe.junit.",
          failed);
    }
  }

  private static ExtensionConfigurationException wrong(Settings settings, String what) {
    return new ExtensionConfigurationException(settings.where() + ": the field " + what);
  }
}
