package io.github.connectionprobe.examples.accuracy;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One request as a scenario words it, for every client to send in its own manner. */
public record Call(
    String method, URI uri, Map<String, String> headers, byte[] body, Reading reading) {

  /** What the calling code does with the response. */
  public enum Reading {
    /** Reads it to its end and closes it. */
    ALL,
    /** Closes it without having read anything. */
    CLOSE_UNREAD,
    /** Reads a few bytes and closes it. */
    CLOSE_PARTLY_READ,
    /** Neither reads nor closes it. */
    LEAK,
    /** Reads it to its end, then asks the client to drop the connection. */
    DISCONNECT
  }

  public static final Duration LIMIT = Duration.ofSeconds(10);

  private static final byte[] NO_BODY = {};

  public static Call get(String uri) {
    return new Call("GET", URI.create(uri), Map.of(), NO_BODY, Reading.ALL);
  }

  public Call method(String method) {
    return new Call(method, uri, headers, body, reading);
  }

  public Call body(byte[] body) {
    return new Call(method.equals("GET") ? "POST" : method, uri, headers, body, reading);
  }

  public Call header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, uri, more, body, reading);
  }

  public Call reading(Reading reading) {
    return new Call(method, uri, headers, body, reading);
  }

  public boolean hasBody() {
    return body.length > 0;
  }
}
