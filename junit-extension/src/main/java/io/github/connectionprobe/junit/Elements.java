package io.github.connectionprobe.junit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Says in words which element of a test class a message is about. */
final class Elements {

  private Elements() {}

  static String describe(Class<?> type) {
    return "class " + name(type);
  }

  static String describe(Field field) {
    return "field " + name(field.getDeclaringClass()) + "." + field.getName();
  }

  static String describe(Executable executable) {
    String parameters =
        Arrays.stream(executable.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
    String type = name(executable.getDeclaringClass());
    return executable instanceof Constructor
        ? "constructor " + type + parameters
        : "method " + type + "." + executable.getName() + parameters;
  }

  static String describe(Parameter parameter) {
    return "parameter \""
        + parameter.getName()
        + "\" of "
        + describe(parameter.getDeclaringExecutable());
  }

  /** The class's name without its package, with the classes it is nested in. */
  static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
  }
}
