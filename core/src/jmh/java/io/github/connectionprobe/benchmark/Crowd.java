package io.github.connectionprobe.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * One end of many connections, in a process of its own: each carries one exchange and stays open.
 *
 * <p>Arguments: how many, and for clients the port to connect to. Prints its port, or that many are
 * open, and hangs up when its standard input ends.
 */
final class Crowd {

  private static final List<Socket> OPEN = new ArrayList<>();

  private Crowd() {}

  public static void main(String... args) throws IOException {
    int count = Integer.parseInt(args[0]);
    if (args.length > 1) {
      connect(count, Integer.parseInt(args[1]));
    } else {
      listen(count);
    }
    ProbeProcess.awaitEndOfInput();
    for (Socket socket : OPEN) {
      socket.close();
    }
  }

  private static void connect(int count, int port) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      OPEN.add(socket);
      Costs.ask(socket);
    }
    System.out.println(count);
  }

  private static void listen(int count) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
      System.out.println(server.getLocalPort());
      for (int i = 0; i < count; i++) {
        Socket socket = server.accept();
        OPEN.add(socket);
        socket.getInputStream().readNBytes(Costs.REQUEST.length);
        socket.getOutputStream().write(Costs.RESPONSE);
      }
    }
  }
}
