package io.github.connectionprobe.junit;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.RecordingProxyBuilder;
import io.github.connectionprobe.proxy.Upstream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A method that tells where the upstream is. It is looked for at once, and called at the first
 * connection.
 *
 * @param name as the user wrote it
 * @param home the class to look in first
 * @param mustBeStatic whether there will be no instance to call it on
 */
record UpstreamMethod(String name, Class<?> home, boolean mustBeStatic) implements UpstreamSource {

  private static final List<Class<?>> ACCEPTED =
      List.of(
          CharSequence.class,
          URI.class,
          URL.class,
          InetSocketAddress.class,
          Integer.class,
          int.class,
          Upstream.class);

  @Override
  public RecordingProxyBuilder in(ExtensionContext context) {
    Method method = find();
    if (method.getParameterCount() > 0) {
      throw wrong(
          "it must take no parameters, but is " + Elements.describe(method) + ". Remove them.");
    }
    if (ACCEPTED.stream().noneMatch(type -> type.isAssignableFrom(method.getReturnType()))) {
      throw wrong(
          "it must return a String, URI, URL, InetSocketAddress, int (a port on localhost) or"
              + " Upstream, but returns "
              + method.getReturnType().getSimpleName()
              + ". Change its return type.");
    }
    boolean isStatic = Modifier.isStatic(method.getModifiers());
    if (!isStatic && (mustBeStatic || name.contains("#"))) {
      throw wrong(
          "it must be static, because "
              + (mustBeStatic
                  ? "the probe is in a static field and starts before any instance of the test."
                  : "no instance of its class is at hand.")
              + " Make it \"static\".");
    }
    return RecordingProxy.to(
        Upstream.from(() -> call(method, isStatic ? null : instance(context, method))));
  }

  private Method find() {
    int hash = name.indexOf('#');
    String methodName = name.substring(hash + 1);
    Class<?> type = hash < 0 ? home : load(name.substring(0, hash));
    for (Class<?> owner = type;
        owner != null;
        owner = hash < 0 ? owner.getEnclosingClass() : null) {
      Optional<Method> found =
          ReflectionSupport.findMethods(
                  owner,
                  method -> method.getName().equals(methodName) && !method.isBridge(),
                  HierarchyTraversalMode.BOTTOM_UP)
              .stream()
              .min((a, b) -> a.getParameterCount() - b.getParameterCount());
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw wrong(
        Elements.describe(type)
            + " has no such method. Add one, as in \"static String "
            + (methodName.isEmpty() ? "address" : methodName)
            + "() { return \"localhost:8080\"; }\", or correct the name.");
  }

  private Class<?> load(String className) {
    return ReflectionSupport.tryToLoadClass(className)
        .toOptional()
        .orElseThrow(
            () ->
                wrong(
                    "there is no class "
                        + className
                        + ". Give its name with its package, and with $ in front of a nested"
                        + " class."));
  }

  private static Object instance(ExtensionContext context, Method method) {
    return context
        .getTestInstances()
        .flatMap(instances -> instances.findInstance(method.getDeclaringClass()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    Elements.describe(method)
                        + " cannot be called yet: there is no instance of the test. Make it"
                        + " static, or connect after the constructor."));
  }

  // Whatever the method throws reaches the connection's record, and must not take the proxy along.
  private Object call(Method method, @Nullable Object target) {
    try {
      return ReflectionSupport.invokeMethod(method, target);
    } catch (Throwable thrown) {
      throw new IllegalStateException("upstreamMethod \"" + name + "\" threw " + thrown, thrown);
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("upstreamMethod \"" + name + "\": " + what);
  }
}
