package io.github.connectionprobe.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JdkClientsTest {

  private final JdkClients before = living(3, 7);

  @Test
  void aClientForEachConnectionIsSeenAsSuch() {
    assertThat(conclusion(3, 7, 8, 9, 10)).hasValue(3);
  }

  @Test
  void noNewClientMeansThatOneServedThemAll() {
    assertThat(conclusion(3, 7)).hasValue(1);
  }

  @Test
  void clientsThatDiedSayNothing() {
    assertThat(conclusion()).isEmpty();
    assertThat(living().behind(3, living(), 0, true)).isEmpty();
  }

  @Test
  void clientsThatMayHaveDiedUnnoticedSayNothing() {
    assertThat(living(3, 7).behind(3, before, 2, true)).isEmpty();
    assertThat(living(3, 7).behind(3, before, 5, false)).isEmpty();
  }

  @Test
  void oneNewClientServedThemAll() {
    assertThat(conclusion(3, 7, 8)).hasValue(1);
  }

  @Test
  void someNewClientsSayNothing() {
    assertThat(conclusion(3, 7, 8, 9)).isEmpty();
  }

  @Test
  void numbersThatAreMissingSayNothing() {
    assertThat(conclusion(3, 7, 12)).isEmpty();
  }

  private OptionalLong conclusion(long... numbers) {
    return living(numbers).behind(3, before, numbers.length, false);
  }

  private static JdkClients living(long... numbers) {
    return new JdkClients(LongStream.of(numbers).boxed().toList());
  }
}
