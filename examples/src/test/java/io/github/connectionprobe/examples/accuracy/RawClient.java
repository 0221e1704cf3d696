package io.github.connectionprobe.examples.accuracy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to. */
final class RawClient implements Closeable {

  private final Socket socket;

  RawClient(Stage stage) throws IOException {
    socket = new Socket("127.0.0.1", stage.proxy().port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) Call.LIMIT.toMillis());
  }

  /** Sends a request on a connection of its own, and reads until the server ends it. */
  static void once(Stage stage, String request) throws IOException {
    try (RawClient client = new RawClient(stage)) {
      client.write(request);
      client.socket.getInputStream().readAllBytes();
    }
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void read(int bytes) throws IOException {
    socket.getInputStream().readNBytes(bytes);
  }

  /** Reads a response's head. */
  void readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        return;
      }
      head.append((char) read);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
