package io.github.connectionprobe.junit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The probes that live as long as one test class. */
final class ClassProbes implements StoreResource {

  private final ExtensionContext context;
  private final Map<Object, Leases.Lease> leases =
      Collections.synchronizedMap(new LinkedHashMap<>());

  private ClassProbes(ExtensionContext context) {
    this.context = context;
  }

  static ClassProbes of(ExtensionContext classContext) {
    return Stores.of(classContext)
        .getOrComputeIfAbsent(
            Stores.keyOf(classContext, ClassProbes.class),
            key -> new ClassProbes(classContext),
            ClassProbes.class);
  }

  /** The probes of the class and of those that it is nested in, outermost first. */
  static Set<ProbeHandle> visibleFrom(ExtensionContext context) {
    Set<ProbeHandle> visible = new LinkedHashSet<>();
    for (ExtensionContext level : Stores.path(context)) {
      ClassProbes probes =
          Stores.of(level).get(Stores.keyOf(level, ClassProbes.class), ClassProbes.class);
      if (probes != null) {
        visible.addAll(probes.probes());
      }
    }
    return visible;
  }

  /** Takes the probe with that key, unless the class has it already. */
  void take(Object key, Settings settings, Consumer<@Nullable Probe> bind) {
    if (!leases.containsKey(key)) {
      Ports ports = Ports.of(context);
      leases.put(
          key, Leases.of(context).take(key, () -> ports.start(key, settings, context), bind));
    }
  }

  List<ProbeHandle> probes() {
    return leases.values().stream().map(Leases.Lease::probe).toList();
  }

  @Override
  public void close() {
    leases.values().forEach(Leases.Lease::close);
  }
}
