package io.github.connectionprobe.proxy;

import io.netty.util.Version;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Explains why Netty's classes do not fit together, which is what mixed versions look like. */
final class NettyVersions {

  private NettyVersions() {}

  /** Returns an error that names the versions found, in place of one that names a missing class. */
  static IllegalStateException explain(LinkageError error) {
    return new IllegalStateException(explanation(found(), error), error);
  }

  static String explanation(Map<String, String> found, LinkageError error) {
    String jars =
        found.entrySet().stream()
            .map(jar -> jar.getKey() + " " + jar.getValue())
            .collect(Collectors.joining(", "));
    boolean mixed = found.values().stream().distinct().count() > 1;
    return (mixed
            ? "The class path holds several versions of Netty, which do not work together: "
            : "The probe cannot start with the Netty on the class path: ")
        + (jars.isEmpty() ? "no jar that names its version" : jars)
        + " ("
        + error
        + "). Give all Netty jars one version from 4.1.60 on, for example by importing"
        + " io.netty:netty-bom.";
  }

  private static Map<String, String> found() {
    Map<String, String> found = new TreeMap<>();
    try {
      Version.identify(NettyVersions.class.getClassLoader())
          .forEach((jar, version) -> found.put(jar, version.artifactVersion()));
    } catch (LinkageError noNettyAtAll) {
      // Then there is no version to name.
    }
    return found;
  }
}
