package io.github.connectionprobe.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The program of a {@link Child}: a peer that stops in the middle and waits to be killed. */
final class ChildPeer {

  static final String HALF_A_REQUEST =
      "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n12";

  static final String HALF_A_RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123";

  private ChildPeer() {}

  public static void main(String[] arguments) throws IOException {
    int bytesToRead = Integer.parseInt(arguments[1]);
    if (arguments[0].equals("server")) {
      try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        System.out.println(listener.getLocalPort());
        try (Socket accepted = listener.accept()) {
          read(accepted, bytesToRead);
          write(accepted, HALF_A_RESPONSE);
          waitToBeKilled();
        }
      }
    } else {
      int port = Integer.parseInt(arguments[2]);
      try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
        write(connected, HALF_A_REQUEST);
        read(connected, bytesToRead);
        System.out.println("read");
        waitToBeKilled();
      }
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void read(Socket socket, int bytes) throws IOException {
    socket.getInputStream().readNBytes(bytes);
  }

  private static void waitToBeKilled() throws IOException {
    // The parent never writes; should it die first, this ends too.
    System.in.read();
  }
}
