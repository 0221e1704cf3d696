package io.github.connectionprobe.recording;

import java.util.List;

/**
 * The names of the codes that RST_STREAM and GOAWAY carry (RFC 9113 §7).
 *
 * <pre>{@code
 * Http2Errors.name(8);  // "CANCEL"
 * }</pre>
 */
public final class Http2Errors {

  /** Nothing went wrong: the peer needs no more of the stream, or of the connection. */
  public static final long NO_ERROR = 0;

  /** The server did nothing with the request, which may be sent again. */
  public static final long REFUSED_STREAM = 7;

  private static final List<String> NAMES =
      List.of(
          "NO_ERROR",
          "PROTOCOL_ERROR",
          "INTERNAL_ERROR",
          "FLOW_CONTROL_ERROR",
          "SETTINGS_TIMEOUT",
          "STREAM_CLOSED",
          "FRAME_SIZE_ERROR",
          "REFUSED_STREAM",
          "CANCEL",
          "COMPRESSION_ERROR",
          "CONNECT_ERROR",
          "ENHANCE_YOUR_CALM",
          "INADEQUATE_SECURITY",
          "HTTP_1_1_REQUIRED");

  private Http2Errors() {}

  /** Returns the code's name, or the code in hexadecimal digits where it has none. */
  public static String name(long code) {
    return code >= 0 && code < NAMES.size() ? NAMES.get((int) code) : "0x" + Long.toHexString(code);
  }
}
