package io.github.connectionprobe.junit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The probes of one test: those that live as long as it, and those of its classes. */
final class TestProbes implements StoreResource {

  private final ExtensionContext context;
  private final String test;
  private final List<Settings> declaredOnClasses = new ArrayList<>();
  private final List<Settings> declaredOnMethod;
  private final Map<Settings, Use> started = new LinkedHashMap<>();
  private final List<Use> taken = new ArrayList<>();
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final List<Runnable> closed = new ArrayList<>();

  private TestProbes(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    Policy.ofBuild(context);
    ReportSettings.of(context);
    this.context = context;
    this.test = Elements.name(testClass) + "." + context.getDisplayName();
    for (Class<?> type : Stores.classes(context)) {
      declaredOnClasses.addAll(Declarations.on(type).values());
    }
    declaredOnMethod =
        List.copyOf(Declarations.on(context.getRequiredTestMethod(), testClass).values());
    ClassProbes.visibleFrom(context).forEach(probe -> taken.add(use(probe, probe.enter(test))));
  }

  /** Returns the probes of the test. The first call opens its windows into those of its classes. */
  static TestProbes of(ExtensionContext testContext) {
    return Stores.of(testContext)
        .getOrComputeIfAbsent(
            Stores.keyOf(testContext, TestProbes.class),
            key -> new TestProbes(testContext),
            TestProbes.class);
  }

  /** Finds out now whether every probe declared for the test could be started. */
  void check() {
    declaredOnClasses.forEach(settings -> settings.check(context));
    declaredOnMethod.forEach(settings -> settings.check(context));
  }

  /** Uses the probe behind that key, together with whoever else does at the same time. */
  synchronized Use take(Object key, Settings settings, Consumer<@Nullable Probe> bind) {
    Leases.Lease lease = Leases.of(context).take(key, () -> settings.start(context), bind);
    closing.push(lease::close);
    ProbeHandle probe = lease.probe();
    Use use = use(probe, lease.first() ? probe.enterFresh(test) : probe.enter(test));
    taken.add(use);
    return use;
  }

  /** Uses a probe that an annotation declares for this test. */
  synchronized Use declared(Settings settings) {
    Use present = started.get(settings);
    if (present != null) {
      return present;
    }
    ProbeHandle probe = settings.start(context);
    closing.push(probe::close);
    Use use = use(probe, probe.enterFresh(test));
    started.put(settings, use);
    return use;
  }

  private Use use(ProbeHandle probe, TestWindow window) {
    closing.push(() -> probe.leave(window));
    return new Use(probe, window);
  }

  /**
   * The probes that the test could be given, by name. Of two of one name the nearer counts: first
   * what the method declares, then fields, then the class, then the classes that it is nested in.
   */
  synchronized Map<String, Candidate> byName() {
    Map<String, Candidate> byName = new LinkedHashMap<>();
    declaredOnClasses.forEach(settings -> byName.put(settings.key(), candidate(settings)));
    taken.forEach(
        use -> byName.put(use.settings().key(), new Candidate(use.settings(), use::give)));
    declaredOnMethod.forEach(settings -> byName.put(settings.key(), candidate(settings)));
    return byName;
  }

  private Candidate candidate(Settings settings) {
    return new Candidate(settings, () -> declared(settings).give());
  }

  synchronized List<Use> all() {
    List<Use> all = new ArrayList<>(taken);
    all.addAll(started.values());
    return all;
  }

  Collection<Use> ownedBy(Object owner) {
    return all().stream().filter(use -> use.settings().owner() == owner).toList();
  }

  /**
   * Does something as soon as the probes are closed. What a probe that was closed has recorded can
   * be read at once, where a running one has to be asked.
   */
  synchronized void whenClosed(Runnable task) {
    closed.add(task);
  }

  @Override
  public synchronized void close() {
    closing.forEach(Runnable::run);
    closed.forEach(Runnable::run);
  }
}
