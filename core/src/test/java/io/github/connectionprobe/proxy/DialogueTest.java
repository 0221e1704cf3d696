package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every dialogue, cut into reads in every way that could matter. */
class DialogueTest {

  private static final long SEED = 20_261_121;

  /** What random bytes are mostly made of, so that they get past the first of them. */
  private static final String OFTEN = "\r\n\r\n :;,=/?#@0159afHTTP/1.1 GET";

  @Test
  void dialoguesAreManyAndHaveNamesOfTheirOwn() {
    List<String> names = Dialogue.all().map(Dialogue::name).toList();

    assertThat(names).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("io.github.connectionprobe.proxy.Dialogue#all")
  void factsAreRight(Dialogue dialogue) {
    assertThat(observe(dialogue, offset -> false, dialogue.length()).facts())
        .isEqualTo(dialogue.expected());
  }

  @ParameterizedTest
  @MethodSource("io.github.connectionprobe.proxy.Dialogue#all")
  void factsAreTheSameByteByByte(Dialogue dialogue) {
    assertThat(observe(dialogue, offset -> true, dialogue.length()).facts())
        .isEqualTo(dialogue.expected());
  }

  @ParameterizedTest
  @MethodSource("io.github.connectionprobe.proxy.Dialogue#all")
  void factsAreTheSameHoweverCutInTwo(Dialogue dialogue) {
    for (int i = 0; i < dialogue.length(); i++) {
      int cut = i;
      assertThat(observe(dialogue, offset -> offset == cut, dialogue.length()).facts())
          .as("cut at %d", cut)
          .isEqualTo(dialogue.expected());
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.connectionprobe.proxy.Dialogue#all")
  void factsAreTheSameHoweverCutAtRandom(Dialogue dialogue) {
    for (long seed = SEED; seed < SEED + 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      IntPredicate cut = offset -> random.nextInt(6) == 0;
      assertThat(observe(dialogue, cut, dialogue.length()).facts())
          .as("seed %d", seed)
          .isEqualTo(dialogue.expected());
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.connectionprobe.proxy.Dialogue#all")
  void nothingIsCompleteThatIsNotInTheEnd(Dialogue dialogue) {
    Set<String> complete = complete(observe(dialogue, offset -> false, dialogue.length()));
    for (int length = 0; length < dialogue.length(); length++) {
      assertThat(complete(observe(dialogue, offset -> false, length)))
          .as("the first %d bytes", length)
          .isSubsetOf(complete);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.connectionprobe.proxy.Dialogue#all")
  void listenersLearnOfEveryExchangeAsItIsRecorded(Dialogue dialogue) {
    Observed observed = observe(dialogue, offset -> false, dialogue.length());

    List<RecordedExchange> exchanges = observed.connection().exchanges();
    if (exchanges.isEmpty()) {
      // What looks like a request at first may turn out to be none.
      assertThat(observed.over).isEmpty();
    } else {
      assertThat(observed.begun)
          .containsExactlyElementsOf(exchanges.stream().map(RecordedExchange::number).toList());
    }
    for (RecordedExchange exchange : exchanges) {
      RecordedExchange over = observed.over.get(exchange.number());
      if (exchange.complete()) {
        assertThat(over).isEqualTo(exchange);
      } else if (over != null && exchange.reset().isEmpty()) {
        assertThat(over.response().orElseThrow().status()).isEqualTo(101);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.connectionprobe.proxy.Dialogue#all")
  void randomBytesBehindTheDialogueNeverGetOut(Dialogue dialogue) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 100; round++) {
      Observed observed = observe(dialogue, offset -> false, random.nextInt(dialogue.length() + 1));
      for (int read = 0; read < 4; read++) {
        observed.bytes(random.nextBoolean() ? Side.CLIENT : Side.SERVER, noise(random));
      }
      assertThat(observed.connection().observerRetired().orElse(""))
          .as("seed %d, round %d", SEED, round)
          .doesNotContain("the observer failed");
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.connectionprobe.proxy.Dialogue#all")
  void damagedDialoguesGiveTheSameFactsHoweverCut(Dialogue dialogue) {
    for (long seed = SEED; seed < SEED + 40; seed++) {
      Dialogue damaged = dialogue.damaged(new SplittableRandom(seed));
      String facts = observe(damaged, offset -> false, damaged.length()).facts();
      assertThat(observe(damaged, offset -> true, damaged.length()).facts())
          .as("seed %d", seed)
          .isEqualTo(facts)
          .doesNotContain("the observer failed");
    }
  }

  private static byte[] noise(SplittableRandom random) {
    byte[] noise = new byte[random.nextInt(64)];
    for (int i = 0; i < noise.length; i++) {
      boolean any = random.nextInt(4) == 0;
      noise[i] = (byte) (any ? random.nextInt() : OFTEN.charAt(random.nextInt(OFTEN.length())));
    }
    return noise;
  }

  private static Set<String> complete(Observed observed) {
    return observed.connection().exchanges().stream()
        .filter(RecordedExchange::complete)
        .map(Observed::words)
        .collect(Collectors.toSet());
  }

  /** Shows the first bytes of a dialogue, cut before every offset that the predicate picks. */
  private static Observed observe(Dialogue dialogue, IntPredicate cut, int length) {
    Observed observed = new Observed();
    int offset = 0;
    for (Dialogue.Step step : dialogue.steps()) {
      if (step.isEnd()) {
        observed.ended(step.from(), step.end());
      }
      byte[] bytes = step.bytes();
      int end = Math.min(bytes.length, length - offset);
      int start = 0;
      for (int i = 1; i < end; i++) {
        if (cut.test(offset + i)) {
          observed.bytes(step.from(), bytes, start, i);
          start = i;
        }
      }
      if (start < end) {
        observed.bytes(step.from(), bytes, start, end);
      }
      offset += end;
      if (end < bytes.length) {
        break;
      }
    }
    return observed;
  }
}
