package io.github.connectionprobe.diagnosis;

import java.util.Map;
import java.util.Set;

/**
 * What the JVM of the code under test knows about its HTTP clients: how many connection pools stand
 * behind the connections. It separates what looks the same on the wire: a new client for every
 * call, and one client whose responses are never closed.
 *
 * <pre>{@code
 * JvmEvidence evidence =
 *     new JvmEvidence(Map.of("okhttp3.internal.connection.RealConnectionPool", 3L), 0);
 * Diagnosis diagnosis = Diagnosis.of(recording, evidence);
 * }</pre>
 *
 * @param poolsCreated how many more instances of each of the {@link #POOL_CLASSES} there are than
 *     at the baseline, by class name, garbage included; classes without any may be left out
 * @param selectorThreads how many more selector threads of the JDK's HttpClient there are
 */
public record JvmEvidence(Map<String, Long> poolsCreated, int selectorThreads) {

  /** The classes of which one instance stands for one connection pool. */
  public static final Set<String> POOL_CLASSES = ClientLibrary.poolClasses();

  private static final JvmEvidence NONE = new JvmEvidence(Map.of(), -1);

  /** Copies the map. */
  public JvmEvidence {
    poolsCreated = Map.copyOf(poolsCreated);
  }

  /** Returns evidence that says nothing, for where none was gathered. */
  public static JvmEvidence none() {
    return NONE;
  }

  /** Returns false where nothing was gathered, as by {@link #none()}. */
  public boolean gathered() {
    return selectorThreads >= 0;
  }
}
