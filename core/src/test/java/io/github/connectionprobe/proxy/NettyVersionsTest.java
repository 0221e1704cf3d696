package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NettyVersionsTest {

  private final LinkageError error = new NoClassDefFoundError("io/netty/Missing");

  @Test
  void mixedVersionsAreNamed() {
    Map<String, String> found =
        new TreeMap<>(Map.of("netty-common", "4.1.140.Final", "netty-transport", "4.2.20.Final"));

    assertThat(NettyVersions.explanation(found, error))
        .isEqualTo(
            "The class path holds several versions of Netty, which do not work together:"
                + " netty-common 4.1.140.Final, netty-transport 4.2.20.Final"
                + " (java.lang.NoClassDefFoundError: io/netty/Missing). Give all Netty jars one"
                + " version from 4.1.60 on, for example by importing io.netty:netty-bom.");
  }

  @Test
  void theVersionsOfThisClassPathAreFound() {
    assertThat(NettyVersions.explain(error))
        .hasCause(error)
        .hasMessageStartingWith("The probe cannot start with the Netty on the class path: ")
        .hasMessageContaining("netty-common 4.");
  }
}
