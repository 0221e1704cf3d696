package io.github.connectionprobe.junit;

import io.github.connectionprobe.proxy.Tls;
import org.jspecify.annotations.Nullable;

/** What a probe does with TLS between the code under test and its server. */
public enum TlsMode {
  /** It is relayed as it is: the client sees the server's own certificate. */
  PASS_THROUGH,

  /**
   * It is looked into, so that exchanges are seen exactly. The client needs the probe's {@link
   * Probe#sslContext()} or {@link Probe#trustManager()}; the server has to be one that this JVM
   * trusts. {@link ConnectionProbeExtension.Builder#tls} can tell whom else to trust. Needs the
   * dependency {@code org.bouncycastle:bcpkix-jdk18on}.
   */
  TERMINATE;

  /** Returns what a proxy is told; null for passing through. */
  @Nullable Tls tls() {
    return this == TERMINATE ? Tls.terminate() : null;
  }
}
