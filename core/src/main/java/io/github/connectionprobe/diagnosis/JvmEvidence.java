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
 *     JvmEvidence.of(Map.of("okhttp3.internal.connection.RealConnectionPool", 3L));
 * Diagnosis diagnosis = Diagnosis.of(recording, evidence);
 * }</pre>
 *
 * @param pools how many instances of each of the {@link #POOL_CLASSES} stand behind the
 *     connections, by class name; classes without any may be left out
 * @param unclear the names of those classes of which the numbers fit more than one story
 * @param collected whether garbage was collected meanwhile, so that pools which had lost their
 *     connections may be missing
 */
public record JvmEvidence(Map<String, Long> pools, Set<String> unclear, boolean collected) {

  /** The classes of which one instance stands for one connection pool. */
  public static final Set<String> POOL_CLASSES = ClientLibrary.poolClasses();

  private static final JvmEvidence NONE = new JvmEvidence(Map.of(), POOL_CLASSES, true);

  /** Copies map and set. */
  public JvmEvidence {
    pools = Map.copyOf(pools);
    unclear = Set.copyOf(unclear);
  }

  /** Returns evidence that leaves nothing unclear. */
  public static JvmEvidence of(Map<String, Long> pools) {
    return new JvmEvidence(pools, Set.of(), false);
  }

  /** Returns evidence that says nothing, for where none was gathered. */
  public static JvmEvidence none() {
    return NONE;
  }
}
