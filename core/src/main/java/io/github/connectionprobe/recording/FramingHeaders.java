package io.github.connectionprobe.recording;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header fields of a message that say how it is framed, routed and kept alive. All others, and
 * all credentials, are dropped when the message is recorded, so that they cannot leak into a
 * report. Of an authentication field only the scheme is kept.
 *
 * <pre>{@code
 * FramingHeaders headers = FramingHeaders.of(Map.of("Connection", List.of("keep-alive, Upgrade")));
 * headers.hasToken("connection", "upgrade"); // true
 * }</pre>
 */
public final class FramingHeaders {

  /** The lower-case names of the fields whose values are kept. */
  public static final Set<String> KEPT =
      Set.of(
          "connection",
          "proxy-connection",
          "keep-alive",
          "content-length",
          "transfer-encoding",
          "upgrade",
          "expect",
          "host",
          "user-agent",
          "server");

  /** The lower-case names of the fields of which only the authentication scheme is kept. */
  public static final Set<String> SCHEME_ONLY =
      Set.of("authorization", "proxy-authorization", "www-authenticate", "proxy-authenticate");

  private static final Set<String> SCHEMES_WITHOUT_CREDENTIALS =
      Set.of("negotiate", "ntlm", "basic", "digest", "bearer");

  private static final FramingHeaders NONE = new FramingHeaders(new String[0]);

  /** Name, value, name, value… in the order received: small, and quick to build. */
  private final String[] fields;

  private FramingHeaders(String[] fields) {
    this.fields = fields;
  }

  /** Returns headers with none of the kept fields. */
  public static FramingHeaders none() {
    return NONE;
  }

  /**
   * Returns the kept ones of the given fields.
   *
   * @param fields values by name, in any case
   */
  public static FramingHeaders of(Map<String, List<String>> fields) {
    Builder builder = new Builder();
    fields.forEach((name, values) -> values.forEach(value -> builder.add(name, value)));
    return builder.build();
  }

  /** Returns a builder for headers that arrive field by field. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the lower-case names of the fields present, each once, in the order received. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      if (!names.contains(fields[i])) {
        names.add(fields[i]);
      }
    }
    return names;
  }

  /**
   * Returns all values of a field, in the order received.
   *
   * @param name the field's name, in any case
   */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        values.add(fields[i + 1]);
      }
    }
    return values;
  }

  /**
   * Returns the first value of a field.
   *
   * @param name the field's name, in any case
   */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /**
   * Returns true where one of the field's comma-separated list members equals the token, in any
   * case (RFC 9110 §5.6.1 and §7.6.1).
   *
   * @param name the field's name, in any case
   * @param token the token asked for, such as {@code close}
   */
  public boolean hasToken(String name, String token) {
    for (String value : all(name)) {
      for (String member : value.split(",", -1)) {
        if (member.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FramingHeaders that && Arrays.equals(fields, that.fields);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(fields);
  }

  /** Returns the fields as they would stand in a message, separated by semicolons. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      text.append(i == 0 ? "" : "; ").append(fields[i]).append(": ").append(fields[i + 1]);
    }
    return text.toString();
  }

  /** Collects fields in the order received and keeps those that may be kept. Not thread-safe. */
  public static final class Builder {

    private final List<String> kept = new ArrayList<>(8);

    private Builder() {}

    /**
     * Takes one field line. A field that must not be recorded is dropped here.
     *
     * @param name the field's name, in any case
     * @param value its value
     * @return this builder
     */
    public Builder add(String name, String value) {
      String key = name.toLowerCase(Locale.ROOT);
      if (KEPT.contains(key)) {
        kept.add(key);
        kept.add(value);
      } else if (SCHEME_ONLY.contains(key)) {
        kept.add(key);
        kept.add(scheme(value));
      }
      return this;
    }

    /** Returns the headers collected so far. */
    public FramingHeaders build() {
      return kept.isEmpty() ? NONE : new FramingHeaders(kept.toArray(String[]::new));
    }

    private static String scheme(String credentials) {
      String stripped = credentials.strip();
      int end = 0;
      while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
        end++;
      }
      // A value without a blank may be the secret itself, sent without a scheme.
      boolean isScheme =
          end < stripped.length()
              || SCHEMES_WITHOUT_CREDENTIALS.contains(stripped.toLowerCase(Locale.ROOT));
      return isScheme ? stripped.substring(0, end) : "?";
    }
  }
}
