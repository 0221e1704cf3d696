package io.github.connectionprobe.examples.accuracy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What every server answers, so that one scenario can be played against many.
 *
 * @param status the status code
 * @param headers header fields beside those that frame the body
 * @param body the body, empty for none
 * @param chunked whether the length is left unsaid
 * @param delay how long the answer takes
 */
record Reply(
    int status, Map<String, String> headers, byte[] body, boolean chunked, Duration delay) {

  /** Answers a request by its path; the last segment may hold a number. */
  static Reply to(String method, String path, byte[] body) {
    String[] parts = path.substring(1).split("/", 2);
    int number = parts.length < 2 ? 0 : Integer.parseInt(parts[1]);
    Reply plain = of(200, "hello");
    return switch (parts[0]) {
      case "chunked" ->
          new Reply(
              200, Map.of(), "some chunks".getBytes(StandardCharsets.UTF_8), true, Duration.ZERO);
      case "big" -> new Reply(200, Map.of(), filled(number), false, Duration.ZERO);
      case "big-chunked" -> new Reply(200, Map.of(), filled(number), true, Duration.ZERO);
      case "slow" -> new Reply(200, Map.of(), plain.body, false, Duration.ofMillis(number));
      case "status" -> of(number, number == 204 || number == 304 ? "" : "status " + number);
      case "redirect" -> of(302, "elsewhere").header("Location", "/ok");
      case "redirect-empty" -> of(302, "").header("Location", "/ok");
      case "echo" -> new Reply(200, Map.of(), body, false, Duration.ZERO);
      case "close" -> of(number == 0 ? 200 : number, "goodbye").header("Connection", "close");
      case "cookie" -> plain.header("Set-Cookie", "session=1; Path=/");
      case "gzip" ->
          new Reply(
              200, Map.of("Content-Encoding", "gzip"), zipped(filled(5_000)), false, Duration.ZERO);
      case "hint-max" ->
          plain
              .header("Connection", "keep-alive")
              .header("Keep-Alive", "timeout=30, max=" + number);
      case "hint-timeout" ->
          plain.header("Connection", "keep-alive").header("Keep-Alive", "timeout=" + number);
      case "unauthorized" -> of(401, "who are you").header("WWW-Authenticate", "Basic realm=\"x\"");
      default -> plain;
    };
  }

  private static Reply of(int status, String text) {
    return new Reply(status, Map.of(), text.getBytes(StandardCharsets.UTF_8), false, Duration.ZERO);
  }

  private Reply header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body, chunked, delay);
  }

  /** Returns whether a body may follow at all (RFC 9110 §6.4.1). */
  boolean mayHaveBody(String method) {
    return !method.equals("HEAD") && status != 204 && status != 304;
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  private static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }
}
