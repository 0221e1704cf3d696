package io.github.connectionprobe.junit;

/** What a probe does with TLS between the code under test and its server. */
public enum TlsMode {
  /** It is relayed as it is: the client sees the server's own certificate. */
  PASS_THROUGH,

  /**
   * It is looked into, so that exchanges are seen exactly. The client needs the probe's {@link
   * Probe#sslContext()} or {@link Probe#trustManager()}; the server has to be one that this JVM
   * trusts, or that {@link ConnectionProbe#trust} names. Needs the dependency {@code
   * org.bouncycastle:bcpkix-jdk18on}.
   */
  TERMINATE;
}
