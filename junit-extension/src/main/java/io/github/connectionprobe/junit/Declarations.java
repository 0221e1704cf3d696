package io.github.connectionprobe.junit;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Tls;
import io.github.connectionprobe.proxy.Upstream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Reads {@link ConnectionProbe} where it stands, and says what is wrong with it. */
final class Declarations {

  private static final Annotations<ConnectionProbe> PROBES =
      Annotations.repeatable(ConnectionProbe.class);

  private Declarations() {}

  /** The probes that a class declares for each of its tests, by name. */
  static Map<String, Settings> on(Class<?> type) {
    List<ConnectionProbe> all = PROBES.on(type);
    List<ConnectionProbe> inherited =
        type.getSuperclass() == null ? List.of() : PROBES.on(type.getSuperclass());
    List<ConnectionProbe> own = new ArrayList<>(all);
    own.removeAll(inherited);
    String where = "@ConnectionProbe on " + Elements.describe(type);
    // A class's own declaration takes the place of an inherited one of the same name.
    Map<String, Settings> settings = byName(where, inherited, type, type.getSimpleName());
    settings.putAll(byName(where, own, type, type.getSimpleName()));
    return settings;
  }

  /** The probes that a method declares for itself, by name. */
  static Map<String, Settings> on(Method method, Class<?> testClass) {
    return byName(
        "@ConnectionProbe on " + Elements.describe(method),
        PROBES.on(method),
        testClass,
        method.getName());
  }

  static Settings on(Parameter parameter, ConnectionProbe annotation, Class<?> testClass) {
    String where = "@ConnectionProbe on " + Elements.describe(parameter);
    String name = parameter.getName();
    return settings(where, annotation, name, name, testClass, false);
  }

  static Settings on(Field field, ConnectionProbe annotation) {
    return settings(
        "@ConnectionProbe on " + Elements.describe(field),
        annotation,
        field.getName(),
        field.getName(),
        field.getDeclaringClass(),
        Modifier.isStatic(field.getModifiers()));
  }

  static boolean hasUpstream(ConnectionProbe annotation) {
    return !annotation.value().isEmpty()
        || !annotation.upstreamMethod().isEmpty()
        || annotation.forward();
  }

  private static Map<String, Settings> byName(
      String where, List<ConnectionProbe> annotations, Class<?> testClass, String label) {
    Map<String, Settings> byName = new LinkedHashMap<>();
    for (ConnectionProbe annotation : annotations) {
      String name = annotation.name();
      if (byName.put(name, settings(where, annotation, "", label, testClass, false)) != null) {
        throw new ExtensionConfigurationException(
            where
                + ": two probes "
                + (name.isEmpty() ? "have no name" : "are named \"" + name + "\"")
                + ". Give each a name of its own, as in @ConnectionProbe(value = \"localhost:8080\","
                + " name = \"orders\").");
      }
    }
    return byName;
  }

  private static Settings settings(
      String where,
      ConnectionProbe annotation,
      String defaultKey,
      String defaultLabel,
      Class<?> home,
      boolean isStatic) {
    String name = annotation.name();
    return new Settings(
        ProbeExtension.class,
        where,
        name.isEmpty() ? defaultKey : name,
        name.isEmpty() ? defaultLabel : name,
        upstream(where, annotation, home, isStatic),
        tls(where, annotation),
        annotation.lostReuse(),
        Set.copyOf(Arrays.asList(annotation.failOn())),
        annotation.artifacts(),
        ArtifactKind.setOf(annotation.artifactKinds()));
  }

  private static @Nullable Tls tls(String where, ConnectionProbe annotation) {
    String trust = annotation.trust();
    if (annotation.tls() == TlsMode.TERMINATE) {
      return trust.isEmpty() ? Tls.terminate() : trusting(where, trust);
    }
    if (!trust.isEmpty()) {
      throw new ExtensionConfigurationException(
          where
              + ": trust = \""
              + trust
              + "\" is given, but a probe that passes TLS through leaves trust to the client."
              + " Remove it, or add tls = TlsMode.TERMINATE.");
    }
    return null;
  }

  private static Tls trusting(String where, String file) {
    try {
      return Tls.terminate().trusting(Path.of(file));
    } catch (IllegalArgumentException wrong) {
      throw new ExtensionConfigurationException(where + ": " + wrong.getMessage(), wrong);
    }
  }

  private static UpstreamSource upstream(
      String where, ConnectionProbe annotation, Class<?> home, boolean isStatic) {
    String text = annotation.value();
    String method = annotation.upstreamMethod();
    List<String> allow = List.of(annotation.allow());
    List<String> map = List.of(annotation.map());
    if (annotation.forward()) {
      if (!text.isEmpty() || !method.isEmpty()) {
        throw new ExtensionConfigurationException(
            where
                + ": both forward = true and "
                + (text.isEmpty() ? "an upstreamMethod, \"" + method : "an upstream, \"" + text)
                + "\", are given, but a forwarding probe connects to whatever its clients ask for."
                + " Remove one of them; to let a name be found elsewhere, write"
                + " map = \"api.example:443 -> localhost:8443\".");
      }
      return Forwarded.of(allow, map);
    }
    if (!allow.isEmpty() || !map.isEmpty()) {
      throw new ExtensionConfigurationException(
          where
              + ": "
              + (allow.isEmpty() ? "map = " + map : "allow = " + allow)
              + " is given without forward = true. Add it and leave the upstream out, or remove "
              + (allow.isEmpty() ? "map." : "allow."));
    }
    if (text.isEmpty() && method.isEmpty()) {
      throw new ExtensionConfigurationException(
          where
              + ": no upstream is given. Say where the real server is, as in"
              + " @ConnectionProbe(\"localhost:8080\"), or name a method that does, as in"
              + " @ConnectionProbe(upstreamMethod = \"address\").");
    }
    if (!text.isEmpty() && !method.isEmpty()) {
      throw new ExtensionConfigurationException(
          where
              + ": both an upstream, \""
              + text
              + "\", and an upstreamMethod, \""
              + method
              + "\", are given. Remove one of them.");
    }
    return text.isEmpty()
        ? new UpstreamMethod(method, home, isStatic)
        : context -> RecordingProxy.to(Upstream.parse(Placeholders.fill(text, context)));
  }
}
