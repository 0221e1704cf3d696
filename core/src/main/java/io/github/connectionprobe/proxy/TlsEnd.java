package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The proxy's end of the TLS that it speaks with one peer: ciphertext in and out on one side, plain
 * bytes on the other.
 *
 * <pre>
 *   handshake ──► open ──close_notify──► input ended, output as before (RFC 8446 §6.1)
 *       │           │
 *       └───────────┴──alert, forged record──► failed
 * </pre>
 *
 * <p>Not Netty's SslHandler: that one closes a channel when TLS ends. Here the end of TLS and the
 * end of TCP are two facts, and each has to be passed on as what it is, in its order.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class TlsEnd {

  private final SSLEngine engine;
  private final TlsRecords records;
  private final TlsOutput output;
  private final TlsEndOwner owner;
  private final RelayLoop loop;
  private final @Nullable Executor tasks;
  private boolean open;
  private boolean busy;
  private boolean inputEnded;
  private boolean over;
  private boolean pumping;

  /**
   * Makes an end.
   *
   * @param tasks what runs the engine's longer tasks; null for the loop's own thread
   */
  TlsEnd(SSLEngine engine, TlsEndOwner owner, RelayLoop loop, @Nullable Executor tasks) {
    this.engine = engine;
    this.records = new TlsRecords(engine);
    this.output = new TlsOutput(engine, records);
    this.owner = owner;
    this.loop = loop;
    this.tasks = tasks;
  }

  boolean open() {
    return open;
  }

  /** Whether a task is being run elsewhere, so that input waits. */
  boolean busy() {
    return busy;
  }

  /** Returns how many bytes wait here for the rest of their record, or for a task. */
  int unread() {
    return records.unread();
  }

  SSLEngine engine() {
    return engine;
  }

  /** Begins the handshake; a client's end sends the first message. */
  void begin() {
    try {
      engine.beginHandshake();
    } catch (SSLException | RuntimeException failed) {
      fail(failed);
      return;
    }
    pump();
  }

  /** Takes ciphertext from the peer. Takes over the buffer. */
  void received(ByteBuf bytes) {
    if (over) {
      bytes.release();
      return;
    }
    records.add(bytes);
    pump();
  }

  private void pump() {
    pumping = true;
    try {
      boolean progress = true;
      while (progress && !over && !busy) {
        progress = step();
      }
    } catch (SSLException | RuntimeException failed) {
      fail(failed);
    } finally {
      pumping = false;
      records.keep(!over);
    }
  }

  private boolean step() throws SSLException {
    HandshakeStatus status = engine.getHandshakeStatus();
    if (status == HandshakeStatus.NEED_TASK) {
      return runTasks();
    }
    // Once an end is announced, the engine's own answer to it waits for the other peer's.
    boolean both = !inputEnded && !output.ended();
    return (status == HandshakeStatus.NEED_WRAP && both && sendHandshake()) || unwrap();
  }

  private boolean runTasks() {
    Runnable task = engine.getDelegatedTask();
    if (task == null) {
      return true;
    }
    if (tasks == null) {
      task.run();
      return true;
    }
    busy = true;
    tasks.execute(
        () -> {
          for (Runnable next = task; next != null; next = engine.getDelegatedTask()) {
            next.run();
          }
          loop.loop().execute(this::resume);
        });
    return false;
  }

  private void resume() {
    busy = false;
    if (!over) {
      pump();
    }
    if (!busy) {
      owner.caughtUp(this);
    }
  }

  // ---- input ----

  /** Returns true where the engine wants something else before it reads on. */
  private boolean unwrap() throws SSLException {
    ByteBuf plain = loop.buffers().take();
    try {
      while (!over) {
        SSLEngineResult result;
        try {
          result = records.unwrap(plain);
        } catch (SSLException | RuntimeException failed) {
          deliver(plain);
          throw failed;
        }
        boolean moved = result.bytesConsumed() > 0 || result.bytesProduced() > 0;
        boolean wanted = wants(result.getHandshakeStatus());
        boolean stop = !moved || wanted || result.getStatus() != Status.OK;
        boolean full = result.getStatus() == Status.BUFFER_OVERFLOW;
        if (stop) {
          deliver(plain);
        }
        noteOpen(result);
        if (result.getStatus() == Status.CLOSED && !inputEnded) {
          inputEnded = true;
          owner.ended(this);
        }
        if (stop && !full) {
          return wanted && !inputEnded;
        }
      }
      return false;
    } finally {
      plain.release();
    }
  }

  private void deliver(ByteBuf plain) {
    if (plain.isReadable() && !over) {
      owner.plain(this, plain);
    }
    plain.clear();
  }

  private boolean wants(HandshakeStatus status) {
    return status == HandshakeStatus.NEED_TASK
        || (status == HandshakeStatus.NEED_WRAP && !output.ended());
  }

  private void noteOpen(SSLEngineResult result) {
    boolean done =
        result.getHandshakeStatus() == HandshakeStatus.FINISHED
            || (result.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && result.getStatus() == Status.OK);
    if (done && !open && !over) {
      open = true;
      owner.open(this);
    }
  }

  // ---- output ----

  private boolean sendHandshake() throws SSLException {
    ByteBuf cipher = loop.buffers().take();
    SSLEngineResult result;
    try {
      result = output.handshake(cipher);
    } catch (SSLException | RuntimeException failed) {
      cipher.release();
      throw failed;
    }
    boolean sent = cipher.isReadable();
    hand(cipher);
    noteOpen(result);
    return sent || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
  }

  /** Sends plain bytes to the peer. The buffer stays the caller's; all of it is read. */
  void send(ByteBuf plain) {
    try {
      while (plain.isReadable() && !over && !output.ended()) {
        ByteBuf cipher = loop.buffers().take();
        try {
          output.encrypt(plain, cipher);
        } finally {
          hand(cipher);
        }
      }
    } catch (SSLException | RuntimeException failed) {
      fail(failed);
    }
    plain.skipBytes(plain.readableBytes());
  }

  /** Announces the end of the output, unless that was done before (RFC 8446 §6.1). */
  void closeNotify() {
    if (open && !output.ended() && !over) {
      output.end();
      sendAlert();
    }
  }

  /** Sends what the engine has to say by itself, such as the alert that it failed with. */
  void sendAlert() {
    ByteBuf cipher = loop.buffers().take();
    output.alert(cipher);
    hand(cipher);
  }

  private void hand(ByteBuf cipher) {
    if (cipher.isReadable()) {
      owner.cipher(this, cipher);
    } else {
      cipher.release();
    }
  }

  private void fail(Exception cause) {
    if (!over) {
      over = true;
      owner.failed(this, cause instanceof SSLException tls ? tls : new SSLException(cause));
    }
  }

  /** Forgets what is unread. */
  void close() {
    over = true;
    if (!pumping) {
      records.keep(false);
    }
  }
}
