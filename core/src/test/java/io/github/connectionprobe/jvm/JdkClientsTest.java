package io.github.connectionprobe.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JdkClientsTest {

  private final JdkClients before = new JdkClients(List.of(3L, 7L));

  @Test
  void aClientForEachConnectionIsSeenAsSuch() {
    assertThat(new JdkClients(List.of(3L, 7L, 8L, 9L, 10L)).behind(3, before)).hasValue(3);
  }

  @Test
  void noNewClientMeansThatOneServedThemAll() {
    assertThat(new JdkClients(List.of(3L, 7L)).behind(3, before)).hasValue(1);
    assertThat(new JdkClients(List.of()).behind(3, new JdkClients(List.of()))).hasValue(1);
  }

  @Test
  void oneNewClientServedThemAll() {
    assertThat(new JdkClients(List.of(3L, 7L, 8L)).behind(3, before)).hasValue(1);
  }

  @Test
  void someNewClientsSayNothing() {
    assertThat(new JdkClients(List.of(3L, 7L, 8L, 9L)).behind(3, before)).isEmpty();
  }

  @Test
  void numbersThatAreMissingSayNothing() {
    assertThat(new JdkClients(List.of(3L, 7L, 12L)).behind(3, before)).isEmpty();
  }
}
