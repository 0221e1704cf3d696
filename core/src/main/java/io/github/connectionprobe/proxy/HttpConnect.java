package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** HTTP's way to ask for a tunnel (RFC 9110 §9.3.6). */
final class HttpConnect implements Dialect {

  private static final String CONNECTED = "HTTP/1.1 200 Connection established\r\n\r\n";

  @Override
  public Step look(ByteBuf said) {
    int lineEnd = said.indexOf(said.readerIndex(), said.writerIndex(), (byte) '\n');
    if (lineEnd < 0) {
      return new Step.More();
    }
    String line = said.toString(0, lineEnd, StandardCharsets.ISO_8859_1).stripTrailing();
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      return refuse(
          "400 Bad Request", "the client began with neither SOCKS5 nor an HTTP/1 request line");
    }
    return parts[0].equals("CONNECT") ? connect(said, parts[1], lineEnd) : plain(parts);
  }

  private static Step connect(ByteBuf said, String target, int lineEnd) {
    int headEnd = headEnd(said, lineEnd);
    if (headEnd < 0) {
      return new Step.More();
    }
    return Destination.parse(target)
        .<Step>map(destination -> new Step.Connect(destination, headEnd))
        .orElseGet(
            () ->
                refuse(
                    "400 Bad Request",
                    "the client sent CONNECT for \""
                        + cut(target)
                        + "\"; a destination is host:port, such as api.example:443 or [::1]:443"));
  }

  /** Returns what follows the empty line, or a negative number where there is none yet. */
  private static int headEnd(ByteBuf said, int lineEnd) {
    int end = said.writerIndex();
    for (int feed = lineEnd; feed >= 0; feed = said.indexOf(feed + 1, end, (byte) '\n')) {
      int next = feed + 1;
      if (next < end && said.getByte(next) == '\r') {
        next++;
      }
      if (next < end && said.getByte(next) == '\n') {
        return next + 1;
      }
    }
    return -1;
  }

  private static Step plain(String[] parts) {
    String target = parts[1];
    // Neither user information nor a query may get into a report.
    String shown =
        cut(parts[0]) + " " + cut(target.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//"));
    boolean toTheServer = target.startsWith("/") || target.equals("*");
    return refuse(
        "405 Method Not Allowed\r\nAllow: CONNECT",
        toTheServer
            ? "the client sent \""
                + shown
                + "\", as if the probe were the server; a forwarding probe is to be given to the"
                + " client as its proxy: probe.proxy() or probe.proxySelector()"
            : "the client sent \""
                + shown
                + "\" to be passed on as another request, but the probe changes no byte: for http"
                + " URLs use it as a SOCKS proxy, probe.proxy(), or let the client send CONNECT");
  }

  private static Step refuse(String status, String reason) {
    return new Step.Refuse(reason, response(status, reason));
  }

  @Override
  public ByteBuf connected() {
    return Unpooled.wrappedBuffer(CONNECTED.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public ByteBuf refused(UpstreamFailure.Kind kind, String reason) {
    String status =
        switch (kind) {
          case NOT_ALLOWED -> "403 Forbidden";
          case TIMED_OUT -> "504 Gateway Timeout";
          case NOT_NAMED -> "400 Bad Request";
          default -> "502 Bad Gateway";
        };
    return response(status, "The upstream " + kind + ": " + reason);
  }

  private static ByteBuf response(String status, String reason) {
    byte[] body = ("connection-probe: " + reason + ".\n").getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("HTTP/1.1 "
                + status
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return Unpooled.wrappedBuffer(head, body);
  }

  private static String cut(String text) {
    return text.length() <= 100 ? text : text.substring(0, 99) + "…";
  }
}
