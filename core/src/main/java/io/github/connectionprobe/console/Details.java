package io.github.connectionprobe.console;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects named values in order; a time becomes milliseconds, what is missing is left out. */
final class Details {

  private final Map<String, Object> values = new LinkedHashMap<>();

  Details with(String name, @Nullable Object value) {
    if (value instanceof Duration time) {
      values.put(name, Math.floorDiv(time.toNanos(), 1000L) / 1000.0);
    } else if (value != null) {
      values.put(name, value);
    }
    return this;
  }

  Map<String, Object> toMap() {
    return Collections.unmodifiableMap(values);
  }
}
