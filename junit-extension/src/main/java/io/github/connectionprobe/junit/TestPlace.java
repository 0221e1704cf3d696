package io.github.connectionprobe.junit;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where a test's files go, and what people call the test. No two tests have one place. */
final class TestPlace {

  private static final Pattern INVOCATION = Pattern.compile("#(\\d+)]");

  private TestPlace() {}

  /** Returns the test's folder: a class, and in it a method, with a number for each invocation. */
  static Path of(ExtensionContext test) {
    List<Class<?>> classes = Stores.classes(test);
    // An inner class of a base class is one and the same in all subclasses.
    String type =
        Stream.concat(
                Stream.of(classes.get(0).getName().replace('$', '.')),
                classes.stream().skip(1).map(Class::getSimpleName))
            .collect(Collectors.joining("."));
    // No method's name has a dot, so that no other one is taken for an invocation of this.
    StringBuilder method =
        new StringBuilder(FileNames.safe(test.getRequiredTestMethod().getName()));
    Matcher invocations = INVOCATION.matcher(test.getUniqueId());
    while (invocations.find()) {
      method.append('.').append(invocations.group(1));
    }
    if (ambiguous(test)) {
      method.append('-').append(FileNames.digits(test.getUniqueId()));
    }
    return Path.of(FileNames.safe(type), method.toString());
  }

  /** Returns the test's name as people read it. */
  static String name(ExtensionContext test) {
    List<Class<?>> classes = Stores.classes(test);
    return Elements.name(classes.get(classes.size() - 1))
        + Stores.path(test).stream()
            .filter(level -> level.getTestMethod().isPresent() || invocationOfClass(level))
            .map(ExtensionContext::getDisplayName)
            .collect(Collectors.joining(" ", " ", ""));
  }

  private static boolean invocationOfClass(ExtensionContext level) {
    return level.getUniqueId().endsWith("]")
        && level.getUniqueId().contains("[class-template-invocation:")
        && level.getUniqueId().lastIndexOf('[')
            == level.getUniqueId().lastIndexOf("[class-template-invocation:");
  }

  private static boolean ambiguous(ExtensionContext test) {
    Method method = test.getRequiredTestMethod();
    // In a suite the same test may run several times.
    return !test.getUniqueId().startsWith("[engine:junit-jupiter]/")
        || overloads(test.getRequiredTestClass(), method)
        || overloads(method.getDeclaringClass(), method);
  }

  private static boolean overloads(Class<?> type, Method method) {
    return Stream.<Class<?>>iterate(type, c -> c != null, Class::getSuperclass)
        .flatMap(
            c ->
                Stream.concat(Arrays.stream(c.getDeclaredMethods()), Arrays.stream(c.getMethods())))
        .filter(other -> !other.isSynthetic())
        // Some file systems do not tell capital letters from small ones.
        .filter(other -> other.getName().equalsIgnoreCase(method.getName()))
        .anyMatch(
            other ->
                !other.getName().equals(method.getName())
                    || !Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
  }
}
