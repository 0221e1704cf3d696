package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * What one end of TLS says to its peer: handshake messages, bytes, and how it ends. Not
 * thread-safe.
 */
final class TlsOutput {

  private final SSLEngine engine;
  private final TlsRecords records;
  private boolean ended;

  TlsOutput(SSLEngine engine, TlsRecords records) {
    this.engine = engine;
    this.records = records;
  }

  /** Whether nothing more can be sent. */
  boolean ended() {
    return ended;
  }

  /** Writes what the engine has to say for the handshake. */
  SSLEngineResult handshake(ByteBuf cipher) throws SSLException {
    SSLEngineResult result;
    do {
      result = records.wrap(Unpooled.EMPTY_BUFFER, cipher);
    } while (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
        && result.bytesProduced() > 0
        && records.hasSpace(cipher));
    return result;
  }

  /** Encrypts as many of the plain bytes as there is space for. */
  void encrypt(ByteBuf plain, ByteBuf cipher) throws SSLException {
    while (plain.isReadable() && records.hasSpace(cipher)) {
      SSLEngineResult result = records.wrap(plain, cipher);
      if (result.getStatus() == Status.CLOSED) {
        // TLS 1.2 ends both directions at once (RFC 5246 §7.2.1): nothing can follow.
        ended = true;
        return;
      }
      if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
        throw new SSLException("a new handshake was begun while bytes were to be sent");
      }
    }
  }

  /** Lets the engine announce the end of the output with its next alert. */
  void end() {
    ended = true;
    engine.closeOutbound();
  }

  /** Writes what the engine has to say by itself. */
  void alert(ByteBuf cipher) {
    try {
      SSLEngineResult result;
      do {
        result = records.wrap(Unpooled.EMPTY_BUFFER, cipher);
      } while (result.bytesProduced() > 0 && records.hasSpace(cipher));
    } catch (SSLException | RuntimeException nothingToSay) {
      // An engine that failed may have no alert, or no keys to send one with.
    }
  }
}
