package io.github.connectionprobe.recording;

/** The version of TLS that a server chose. */
public enum TlsVersion {
  /** TLS 1.0 (RFC 2246). */
  TLS_1_0("TLS 1.0"),
  /** TLS 1.1 (RFC 4346). */
  TLS_1_1("TLS 1.1"),
  /** TLS 1.2 (RFC 5246). */
  TLS_1_2("TLS 1.2"),
  /** TLS 1.3 (RFC 8446). */
  TLS_1_3("TLS 1.3");

  private final String words;

  TlsVersion(String words) {
    this.words = words;
  }

  /** Returns the version as people write it, such as {@code TLS 1.3}. */
  @Override
  public String toString() {
    return words;
  }
}
