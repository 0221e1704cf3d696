package io.github.connectionprobe.junit;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The probes that several contexts may share: a static field of a base class belongs to all its
 * subclasses, which may run one after the other or at once. The first lease starts the probe, the
 * last one to be given back stops it.
 */
final class Leases {

  /** A right to use a probe, kept in the store of the context that uses it. */
  interface Lease extends StoreResource {

    ProbeHandle probe();

    /** Whether the probe was started for this lease. */
    boolean first();
  }

  private final Map<Object, Running> running = new HashMap<>();

  static Leases of(ExtensionContext context) {
    return Stores.of(context.getRoot())
        .getOrComputeIfAbsent(Leases.class, key -> new Leases(), Leases.class);
  }

  /**
   * Takes a lease.
   *
   * @param key what the leases of one probe have in common
   * @param start starts the probe
   * @param bind told of the probe when it runs, and of null when it has stopped
   */
  synchronized Lease take(Object key, Supplier<ProbeHandle> start, Consumer<@Nullable Probe> bind) {
    Running present = running.get(key);
    if (present != null) {
      present.leases++;
      return new Taken(key, present, false);
    }
    Running started = new Running(start.get(), bind);
    try {
      bind.accept(started.probe);
    } catch (RuntimeException wrong) {
      started.probe.close();
      throw wrong;
    }
    running.put(key, started);
    return new Taken(key, started, true);
  }

  private synchronized void giveBack(Object key, Running given) {
    if (--given.leases == 0) {
      running.remove(key);
      given.bind.accept(null);
      given.probe.close();
    }
  }

  private static final class Running {

    private final ProbeHandle probe;
    private final Consumer<@Nullable Probe> bind;
    private int leases = 1;

    private Running(ProbeHandle probe, Consumer<@Nullable Probe> bind) {
      this.probe = probe;
      this.bind = bind;
    }
  }

  private final class Taken implements Lease {

    private final Object key;
    private final Running taken;
    private final boolean first;

    private Taken(Object key, Running taken, boolean first) {
      this.key = key;
      this.taken = taken;
      this.first = first;
    }

    @Override
    public ProbeHandle probe() {
      return taken.probe;
    }

    @Override
    public boolean first() {
      return first;
    }

    @Override
    public void close() {
      giveBack(key, taken);
    }
  }
}
