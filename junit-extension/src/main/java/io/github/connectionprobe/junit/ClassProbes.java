package io.github.connectionprobe.junit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The probes that live as long as one test class. */
final class ClassProbes implements StoreResource {

  private final ExtensionContext context;
  private final List<Leases.Lease> leases = new CopyOnWriteArrayList<>();

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

  void take(Object key, Settings settings, Consumer<@Nullable Probe> bind) {
    leases.add(Leases.of(context).take(key, () -> settings.start(context), bind));
  }

  List<ProbeHandle> probes() {
    return leases.stream().map(Leases.Lease::probe).toList();
  }

  @Override
  public void close() {
    leases.forEach(Leases.Lease::close);
  }
}
