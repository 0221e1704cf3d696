package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/** HttpURLConnection, whose one pool belongs to the JVM. */
final class UrlConnectionTestClient implements TestClient {

  private final int readTimeout;
  private final List<InputStream> leaked = new ArrayList<>();

  UrlConnectionTestClient(ClientSettings settings) {
    readTimeout = (int) settings.readTimeout().orElse(Call.LIMIT).toMillis();
  }

  @Override
  public int send(Call call) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) call.uri().toURL().openConnection();
    connection.setRequestMethod(call.method());
    connection.setReadTimeout(readTimeout);
    call.headers().forEach(connection::setRequestProperty);
    if (call.hasBody()) {
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(call.body().length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(call.body());
      }
    }
    int status = connection.getResponseCode();
    InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    if (in != null) {
      read(in, call.reading());
    }
    if (call.reading() == Call.Reading.DISCONNECT) {
      connection.disconnect();
    }
    return status;
  }

  private void read(InputStream in, Call.Reading reading) throws IOException {
    switch (reading) {
      case ALL -> {
        try (in) {
          in.readAllBytes();
        }
      }
      case CLOSE_UNREAD -> in.close();
      case CLOSE_PARTLY_READ -> {
        in.readNBytes(3);
        in.close();
      }
      case LEAK -> leaked.add(in);
      case DISCONNECT -> {
        // The stream stays as it is: disconnect() is all that happens.
      }
    }
  }

  @Override
  public void close() {
    leaked.clear();
  }
}
