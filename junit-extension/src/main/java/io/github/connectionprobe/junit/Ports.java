package io.github.connectionprobe.junit;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where the probes in static fields have listened in this run. A base class has one field for all
 * its subclasses, and what it told the address to may outlive the first of them: Spring keeps an
 * application for all classes that are configured alike.
 */
final class Ports {

  private final Map<Object, Integer> ports = new ConcurrentHashMap<>();

  static Ports of(ExtensionContext context) {
    return Stores.of(context.getRoot())
        .getOrComputeIfAbsent(Ports.class, key -> new Ports(), Ports.class);
  }

  /** Starts a probe where the one before it with that key has listened, if that port is free. */
  ProbeHandle start(Object key, Settings settings, ExtensionContext context) {
    ProbeHandle probe = again(ports.getOrDefault(key, 0), settings, context);
    ports.put(key, probe.port());
    return probe;
  }

  private static ProbeHandle again(int port, Settings settings, ExtensionContext context) {
    try {
      return settings.start(context, port);
    } catch (UncheckedIOException taken) {
      return settings.start(context, 0);
    }
  }
}
