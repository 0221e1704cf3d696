package io.github.connectionprobe.proxy;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A client or server that does what a script says and keeps a log of what it observed, so that two
 * runs can be compared.
 */
final class Peer implements Closeable {

  private static final int DEADLINE_MILLIS = 20_000;

  private static final int BLOCK = 64 * 1024;

  private final String name;
  private final Socket socket;
  private final List<String> observed = new ArrayList<>();
  private long sent;

  Peer(String name, Socket socket) throws IOException {
    this.name = name;
    this.socket = socket;
    socket.setSoTimeout(DEADLINE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /**
   * Connects the way most programs do: closing sends a FIN, or a RST alone where the kernel still
   * holds bytes that were not read.
   */
  static Peer connect(String name, int port) throws IOException {
    return new Peer(
        name,
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).socket());
  }

  /** Connects with a java.net.Socket, whose close() sends a FIN before that RST. */
  static Peer connectThatShutsDownFirst(String name, int port) throws IOException {
    return new Peer(name, new Socket(InetAddress.getLoopbackAddress(), port));
  }

  int localPort() {
    return socket.getLocalPort();
  }

  /** How many bytes it has handed to its kernel. */
  long sent() {
    return sent;
  }

  /** What it observed, in order. */
  List<String> observed() {
    return observed;
  }

  Peer send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Peer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    sent += bytes.length;
    return this;
  }

  /** Sends that many random bytes, the same ones for the same seed. */
  Peer sendRandom(long seed, int bytes) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] block = new byte[BLOCK];
    for (int left = bytes; left > 0; left -= BLOCK) {
      random.nextBytes(block);
      socket.getOutputStream().write(block, 0, Math.min(left, BLOCK));
      sent += Math.min(left, BLOCK);
    }
    return this;
  }

  /** Writes until the kernel says that the other side is gone. */
  void sendUntilItFails() throws IOException {
    OutputStream out = socket.getOutputStream();
    long deadline = System.nanoTime() + DEADLINE_MILLIS * 1_000_000L;
    while (System.nanoTime() < deadline) {
      try {
        out.write('.');
        sent++;
      } catch (IOException gone) {
        observed.add("writing fails");
        return;
      }
    }
    throw new IOException(name + " could go on writing for " + DEADLINE_MILLIS + " ms");
  }

  /** Reads exactly that many bytes. */
  Peer read(int bytes) throws IOException {
    byte[] read = socket.getInputStream().readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException(name + " got only " + read.length + " of " + bytes + " bytes");
    }
    observed.add(seen(read));
    return this;
  }

  /** What a peer observes that reads exactly these bytes. */
  static String seen(byte[] bytes) {
    return bytes.length + " bytes " + hex(sha256().digest(bytes));
  }

  /** Reads until the other side ends, one way or the other. */
  Peer readToTheEnd() throws IOException {
    MessageDigest digest = sha256();
    byte[] block = new byte[BLOCK];
    long total = 0;
    String end;
    try {
      InputStream in = socket.getInputStream();
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
        total += read;
      }
      end = "the end";
    } catch (SocketTimeoutException silence) {
      throw new IOException(name + " heard nothing for " + DEADLINE_MILLIS + " ms", silence);
    } catch (IOException reset) {
      end = "a reset";
    }
    observed.add(total + " bytes " + hex(digest.digest()) + ", then " + end);
    return this;
  }

  Peer fin() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Ends the connection with a RST. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest, 0, 8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new AssertionError(everyJavaHasIt);
    }
  }
}
