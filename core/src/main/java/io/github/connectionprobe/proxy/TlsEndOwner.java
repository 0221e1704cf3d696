package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import javax.net.ssl.SSLException;

/** What a {@link TlsEnd} tells the connection that it belongs to. */
interface TlsEndOwner {
  /** Has ciphertext for the peer; the owner takes over the buffer. */
  void cipher(TlsEnd end, ByteBuf bytes);

  /** Has plain bytes from the peer; they are the owner's during the call only. */
  void plain(TlsEnd end, ByteBuf bytes);

  /** The handshake is complete. */
  void open(TlsEnd end);

  /** The peer sent a close_notify: no plain byte will follow. */
  void ended(TlsEnd end);

  /** The peer or the engine gave up. An alert for the peer may be waiting. */
  void failed(TlsEnd end, SSLException cause);

  /** What came while a task was being run elsewhere has been dealt with. */
  void caughtUp(TlsEnd end);
}
