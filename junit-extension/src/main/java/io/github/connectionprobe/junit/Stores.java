package io.github.connectionprobe.junit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** Where all state is kept: the annotations' extension and the registered ones share it. */
final class Stores {

  private static final Namespace NAMESPACE = Namespace.create(ConnectionProbe.class);

  private Stores() {}

  static Store of(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  /** A key for a value that must not be taken for one of the contexts further out. */
  static Object keyOf(ExtensionContext context, Class<?> type) {
    return type.getSimpleName() + context.getUniqueId();
  }

  /** The context and those around it, outermost first. */
  static List<ExtensionContext> path(ExtensionContext context) {
    List<ExtensionContext> path = new ArrayList<>();
    Optional<ExtensionContext> level = Optional.of(context);
    while (level.isPresent()) {
      path.add(level.get());
      level = level.get().getParent();
    }
    Collections.reverse(path);
    return path;
  }

  /** The test class and those that it is nested in, outermost first. */
  static List<Class<?>> classes(ExtensionContext context) {
    List<Class<?>> classes = new ArrayList<>();
    for (ExtensionContext level : path(context)) {
      level.getTestClass().filter(type -> !classes.contains(type)).ifPresent(classes::add);
    }
    return classes;
  }
}
