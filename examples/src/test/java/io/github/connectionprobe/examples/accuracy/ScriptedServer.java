package io.github.connectionprobe.examples.accuracy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that does on the wire exactly what a scenario says, whatever HTTP thinks of it. */
final class ScriptedServer implements TestServer {

  /** What happens on one connection. */
  interface Script {
    void play(Peer peer) throws Exception;
  }

  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private final ServerSocket listener;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  ScriptedServer(Script script) throws IOException {
    listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Pause.THREADS.execute(() -> accept(script));
  }

  private void accept(Script script) {
    for (int number = 1; !listener.isClosed(); number++) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        Peer peer = new Peer(number, socket);
        Pause.THREADS.execute(() -> play(script, peer));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void play(Script script, Peer peer) {
    try {
      script.play(peer);
    } catch (IOException gone) {
      peer.failed = true;
    } catch (Exception mistake) {
      throw new IllegalStateException(mistake);
    }
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** The server's end of one connection. */
  static final class Peer {

    /** The number of the connection, from 1. */
    final int number;

    volatile boolean failed;
    private final Socket socket;
    private final InputStream in;

    Peer(int number, Socket socket) throws IOException {
      this.number = number;
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** Reads a request's head, and returns its first line; empty at the client's FIN. */
    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int read = in.read();
        if (read < 0) {
          return "";
        }
        head.append((char) read);
      }
      lastHead = head.toString();
      return lastHead.substring(0, lastHead.indexOf("\r\n"));
    }

    private String lastHead = "";

    /** Reads a whole request, and returns its first line; empty at the client's FIN. */
    String request() throws IOException {
      String line = head();
      for (String field : lastHead.split("\r\n")) {
        if (!line.isEmpty() && field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          in.skipNBytes(Long.parseLong(field.substring(15).strip()));
        }
      }
      return line;
    }

    /** Answers requests with 200 until the client ends the connection. */
    void serve() throws IOException {
      while (!request().isEmpty()) {
        write(OK);
      }
      socket.close();
    }

    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void fin() throws IOException {
      socket.shutdownOutput();
    }

    /** Ends the connection with a FIN; the socket reads on, so that it sends no RST. */
    void finAndDrain() throws IOException {
      socket.shutdownOutput();
      in.transferTo(java.io.OutputStream.nullOutputStream());
      socket.close();
    }

    void rst() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits for the client's FIN. */
    void awaitEnd() throws IOException {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      socket.close();
    }
  }
}
