package io.github.connectionprobe.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdkClientsTest {

  private final JdkClients before = new JdkClients(3, 7);

  @Test
  void aClientForEachConnectionIsSeenAsSuch() {
    assertThat(new JdkClients(3, 7, 8, 9, 10).behind(3, before)).hasValue(3);
  }

  @Test
  void noNewClientMeansThatOneServedThemAll() {
    assertThat(new JdkClients(3, 7).behind(3, before)).hasValue(1);
    assertThat(new JdkClients().behind(3, new JdkClients())).hasValue(1);
  }

  @Test
  void oneNewClientServedThemAll() {
    assertThat(new JdkClients(3, 7, 8).behind(3, before)).hasValue(1);
  }

  @Test
  void someNewClientsSayNothing() {
    assertThat(new JdkClients(3, 7, 8, 9).behind(3, before)).isEmpty();
  }

  @Test
  void numbersThatAreMissingSayNothing() {
    assertThat(new JdkClients(3, 7, 12).behind(3, before)).isEmpty();
  }
}
