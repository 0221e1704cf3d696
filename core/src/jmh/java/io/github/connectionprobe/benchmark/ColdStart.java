package io.github.connectionprobe.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** Prints how many milliseconds pass from the start of one contestant to the first answer. */
final class ColdStart {

  /** About what a test class, its client and its server take to load; the same for all. */
  private static final long TEST_LOADS_FOR = 150_000_000;

  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII);

  private ColdStart() {}

  public static void main(String... args) throws IOException {
    Contestant contestant = Contestant.valueOf(args[0]);
    try (ServerSocket backend = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread answers = new Thread(() -> answer(backend), "backend");
      answers.setDaemon(true);
      answers.start();
      ask(backend.getLocalPort());
      contestant.prepare();
      long from = System.nanoTime();
      while (System.nanoTime() - from < TEST_LOADS_FOR) {
        LockSupport.parkNanos(TEST_LOADS_FOR - (System.nanoTime() - from));
      }
      long start = System.nanoTime();
      ask(contestant.start(backend.getLocalPort()));
      System.out.println((System.nanoTime() - start) / 1e6);
      System.out.flush();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void ask(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(REQUEST);
      if (socket.getInputStream().read() != 'H') {
        throw new IOException("no answer");
      }
    }
  }

  private static void answer(ServerSocket backend) {
    try {
      while (true) {
        Socket client = backend.accept();
        InputStream in = client.getInputStream();
        if (in.read(new byte[4_096]) > 0) {
          client.getOutputStream().write(RESPONSE);
        }
      }
    } catch (IOException over) {
      // The benchmark is.
    }
  }
}
