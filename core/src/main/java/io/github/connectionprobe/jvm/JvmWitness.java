package io.github.connectionprobe.jvm;

import io.github.connectionprobe.diagnosis.JvmEvidence;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gathers, for one probe, what the JVM knows of the code that opens its connections.
 *
 * <pre>{@code
 * JvmWitness witness = new JvmWitness();
 * RecordingProxy proxy = RecordingProxy.to(upstream).callSites(witness::connectionOpened).start();
 * ...
 * Diagnosis.of(recording, witness.evidence(recording.opened()));
 * }</pre>
 *
 * <p>Nothing is gathered until a connection is opened that might not have been needed. Then the
 * call site is looked for at once, and the connection pools are counted in the background; they are
 * counted again when the evidence is asked for. Safe for use by several threads.
 */
public final class JvmWitness {

  /** Counting walks the heap while all threads stand still; a test must not feel it. */
  private static final long LARGEST_HEAP_TO_WALK_IN_A_TEST = 256L << 20;

  private static final String JDK_CLIENT = "jdk.internal.net.http.HttpClientImpl";

  private final long largestHeap;
  private final AtomicInteger opened = new AtomicInteger();
  private final JdkClients jdkClients = JdkClients.living();

  /** Empty as soon as garbage was collected: nothing else holds what it refers to. */
  private final WeakReference<Object> garbage = new WeakReference<>(new Object());

  private volatile @Nullable CompletableFuture<Optional<Baseline>> baseline;

  /** The first count, and how many connections there were by then. */
  private record Baseline(PoolCensus census, int connections) {}

  /** Creates a witness for a probe that has no connection yet. */
  public JvmWitness() {
    this(LARGEST_HEAP_TO_WALK_IN_A_TEST);
  }

  JvmWitness(long largestHeap) {
    this.largestHeap = largestHeap;
  }

  /** Takes notice of a connection, and returns the code that is opening it, where that is clear. */
  public Optional<StackTraceElement> connectionOpened() {
    // The first connection is not reported: it has nothing to be compared with.
    int connections = opened.incrementAndGet() + 1;
    // First, because the count stops all threads, this one too.
    Optional<StackTraceElement> callSite = CallSites.current();
    if (connections == 2 && usedHeap() <= largestHeap) {
      baseline = countInBackground();
    }
    return callSite;
  }

  private CompletableFuture<Optional<Baseline>> countInBackground() {
    CompletableFuture<Optional<Baseline>> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              Optional<PoolCensus> census = PoolCensus.take();
              // Those that came while counting may or may not have been counted.
              int connections = opened.get() + 1;
              result.complete(census.map(counted -> new Baseline(counted, connections)));
            },
            "connection-probe-census");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /**
   * Counts the pools again and returns what follows. Walks the heap, so it is asked only when there
   * is something to explain. Says nothing where the numbers fit more than one story, as they do
   * when other tests make clients at the same time.
   *
   * @param connections how many connections were opened
   */
  public JvmEvidence evidence(int connections) {
    CompletableFuture<Optional<Baseline>> counted = baseline;
    Optional<Baseline> before = counted == null ? Optional.empty() : counted.join();
    return PoolCensus.take()
        .map(now -> evidence(now, before, connections))
        .orElse(JvmEvidence.none());
  }

  private JvmEvidence evidence(PoolCensus now, Optional<Baseline> before, int connections) {
    boolean collected = garbage.get() == null;
    Map<String, Long> pools = new HashMap<>();
    Set<String> unclear = new HashSet<>();
    for (Map.Entry<String, Long> pool : now.pools().entrySet()) {
      String name = pool.getKey();
      OptionalLong behind =
          name.equals(JDK_CLIENT)
              ? JdkClients.living().behind(connections, jdkClients, pool.getValue(), collected)
              : growth(name, pool.getValue(), before, connections, collected);
      behind.ifPresentOrElse(count -> pools.put(name, count), () -> unclear.add(name));
    }
    return new JvmEvidence(pools, unclear, collected);
  }

  private static OptionalLong growth(
      String pool, long now, Optional<Baseline> before, int connections, boolean collected) {
    if (before.isEmpty()) {
      // Without a first count, a number that fits may well come from other tests.
      return now == 1 ? OptionalLong.of(1) : OptionalLong.empty();
    }
    int later = connections - before.get().connections();
    long then = before.get().census().pools().getOrDefault(pool, 0L);
    return PoolGrowth.between(then, now, later, connections, collected);
  }
}
