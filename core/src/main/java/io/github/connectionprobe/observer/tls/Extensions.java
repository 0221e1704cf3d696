package io.github.connectionprobe.observer.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The extensions of a hello, by their numbers in IANA's registry. */
final class Extensions {

  static final int SERVER_NAME = 0;
  static final int GROUPS = 10;
  static final int SIGNATURE_ALGORITHMS = 13;
  static final int ALPN = 16;
  static final int STATUS_REQUEST_V2 = 17;
  static final int SESSION_TICKET = 35;
  static final int PRE_SHARED_KEY = 41;
  static final int EARLY_DATA = 42;
  static final int SUPPORTED_VERSIONS = 43;
  static final int PSK_MODES = 45;

  private static final int LONGEST_NAME = 255;

  private final Map<Integer, byte[]> bodies = new HashMap<>();

  /** Reads them to the end of the hello; the oldest hellos have none (RFC 5246 §7.4.1.2). */
  Extensions(Reader hello) throws NotTlsException {
    if (!hello.hasMore()) {
      return;
    }
    Reader all = hello.vector16();
    while (all.hasMore()) {
      int type = all.uint16();
      bodies.put(type, all.vector16().rest());
    }
  }

  boolean has(int type) {
    return bodies.containsKey(type);
  }

  boolean hasContent(int type) {
    byte[] body = bodies.get(type);
    return body != null && body.length > 0;
  }

  byte[] body(int type) {
    byte[] body = bodies.get(type);
    return body == null ? new byte[0] : body;
  }

  @Nullable Reader reader(int type) {
    byte[] body = bodies.get(type);
    return body == null || body.length == 0 ? null : new Reader(body);
  }

  /** Returns the host name asked for (RFC 6066 §3). */
  Optional<String> serverName() throws NotTlsException {
    Reader body = reader(SERVER_NAME);
    if (body == null) {
      return Optional.empty();
    }
    Reader names = body.vector16();
    while (names.hasMore()) {
      int type = names.uint8();
      byte[] name = names.vector16().rest();
      if (type == 0 && name.length <= LONGEST_NAME) {
        return Optional.of(new String(name, ISO_8859_1));
      }
    }
    return Optional.empty();
  }

  /** Returns the protocols named (RFC 7301 §3.1). */
  List<String> alpn() throws NotTlsException {
    List<String> names = new ArrayList<>();
    Reader body = reader(ALPN);
    Reader list = body == null ? null : body.vector16();
    while (list != null && list.hasMore()) {
      names.add(new String(list.vector8().rest(), ISO_8859_1));
    }
    return names;
  }
}
