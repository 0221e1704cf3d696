package io.github.connectionprobe.recording;

/** How a peer ended its direction of a connection (RFC 9293 §3.6 and §3.5.3). */
public enum EndKind {
  /** The orderly end of one direction: everything sent before it arrives. */
  FIN,
  /** The abortive end of both directions at once: the peer's socket is gone. */
  RST
}
