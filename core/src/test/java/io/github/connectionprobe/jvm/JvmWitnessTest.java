package io.github.connectionprobe.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.JvmEvidence;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Connection pools are counted where that settles something, and nothing is said where not. */
@Isolated("pools that other tests make would be counted, too")
class JvmWitnessTest {

  private static final String OKHTTP_POOL = "okhttp3.internal.connection.RealConnectionPool";

  private static final String JDK_CLIENT = "jdk.internal.net.http.HttpClientImpl";

  private final List<OkHttpClient> clients = new ArrayList<>();

  @Test
  void aPoolForEveryConnectionIsSeenAsSuch() {
    JvmWitness witness = new JvmWitness(Long.MAX_VALUE);
    clients.add(new OkHttpClient());
    for (int i = 0; i < 9; i++) {
      clients.add(new OkHttpClient());
      witness.connectionOpened();
      if (i == 0) {
        // The first count ends here, so that the connections behind it are known to be later.
        witness.evidence(2);
      }
    }
    assertThat(witness.evidence(10).pools()).containsEntry(OKHTTP_POOL, 10L);
  }

  @Test
  void noNewPoolBehindNewConnectionsMeansOnePool() {
    clients.add(new OkHttpClient());
    clients.add(new OkHttpClient());
    JvmWitness witness = new JvmWitness(Long.MAX_VALUE);
    witness.connectionOpened();
    witness.evidence(2);
    for (int i = 0; i < 8; i++) {
      witness.connectionOpened();
    }
    JvmEvidence evidence = witness.evidence(10);
    if (evidence.collected()) {
      assertThat(evidence.unclear()).contains(OKHTTP_POOL);
    } else {
      assertThat(evidence.pools()).containsEntry(OKHTTP_POOL, 1L);
    }
  }

  @Test
  void manyPoolsAndFewConnectionsSayNothing() {
    for (int i = 0; i < 30; i++) {
      clients.add(new OkHttpClient());
    }
    JvmWitness witness = new JvmWitness(Long.MAX_VALUE);
    witness.connectionOpened();
    assertThat(witness.evidence(2).unclear()).contains(OKHTTP_POOL);
  }

  @Test
  void clientsOfTheJdkAreCountedByTheirNumbers() {
    JvmWitness several = new JvmWitness(Long.MAX_VALUE);
    List<HttpClient> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(HttpClient.newHttpClient());
    }
    JvmWitness none = new JvmWitness(Long.MAX_VALUE);

    assertThat(several.evidence(3).pools()).containsEntry(JDK_CLIENT, 3L);
    JvmEvidence nothingNew = none.evidence(3);
    assertThat(made).hasSize(3);
    // Dead clients of other tests make it unclear whether one of them opened a connection.
    if (!nothingNew.unclear().contains(JDK_CLIENT)) {
      assertThat(nothingNew.pools()).containsEntry(JDK_CLIENT, 1L);
    }
  }

  @Test
  void garbageCollectedMeanwhileIsSaid() {
    JvmWitness witness = new JvmWitness(Long.MAX_VALUE);
    System.gc();

    assertThat(witness.evidence(2).collected()).isTrue();
  }

  @Test
  void withoutAFirstCountNumbersThatFitSayNothing() {
    clients.add(new OkHttpClient());
    clients.add(new OkHttpClient());
    JvmWitness witness = new JvmWitness(0);
    witness.connectionOpened();
    long pools = PoolCensus.take().orElseThrow().pools().get(OKHTTP_POOL);
    assertThat(witness.evidence((int) pools).pools()).doesNotContainKey(OKHTTP_POOL);
  }

  @Test
  void aHistogramIsReadLineByLine() {
    String histogram =
        """
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:         64211        5310168  [B (java.base@17.0.15)
         812:             3            144  okhttp3.internal.connection.RealConnectionPool
         813:             2            144  jdk.internal.net.http.HttpClientImpl (java.net.http@17)
        Total        350211       20310168
        """;
    assertThat(PoolCensus.poolsIn(histogram))
        .isEqualTo(Map.of(OKHTTP_POOL, 3L, "jdk.internal.net.http.HttpClientImpl", 2L));
  }
}
