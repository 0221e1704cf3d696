package io.github.connectionprobe.examples.accuracy;

import java.time.Duration;
import java.util.Optional;

/** What a scenario asks of a client beyond its defaults. */
public record ClientSettings(
    boolean reuse,
    Optional<Integer> maxConnections,
    Optional<Integer> maxIdle,
    Optional<Duration> idleLimit,
    Optional<Duration> lifetime,
    Optional<Duration> readTimeout,
    Optional<Integer> maxUsage) {

  public static final ClientSettings DEFAULT =
      new ClientSettings(
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public static ClientSettings noReuse() {
    return new ClientSettings(
        false,
        DEFAULT.maxConnections,
        DEFAULT.maxIdle,
        DEFAULT.idleLimit,
        DEFAULT.lifetime,
        DEFAULT.readTimeout,
        DEFAULT.maxUsage);
  }

  public static ClientSettings maxConnections(int most) {
    return new ClientSettings(
        true,
        Optional.of(most),
        DEFAULT.maxIdle,
        DEFAULT.idleLimit,
        DEFAULT.lifetime,
        DEFAULT.readTimeout,
        DEFAULT.maxUsage);
  }

  public static ClientSettings maxIdle(int most) {
    return new ClientSettings(
        true,
        DEFAULT.maxConnections,
        Optional.of(most),
        DEFAULT.idleLimit,
        DEFAULT.lifetime,
        DEFAULT.readTimeout,
        DEFAULT.maxUsage);
  }

  public static ClientSettings idleLimit(Duration limit) {
    return new ClientSettings(
        true,
        DEFAULT.maxConnections,
        DEFAULT.maxIdle,
        Optional.of(limit),
        DEFAULT.lifetime,
        DEFAULT.readTimeout,
        DEFAULT.maxUsage);
  }

  public static ClientSettings lifetime(Duration limit) {
    return new ClientSettings(
        true,
        DEFAULT.maxConnections,
        DEFAULT.maxIdle,
        DEFAULT.idleLimit,
        Optional.of(limit),
        DEFAULT.readTimeout,
        DEFAULT.maxUsage);
  }

  public static ClientSettings readTimeout(Duration limit) {
    return new ClientSettings(
        true,
        DEFAULT.maxConnections,
        DEFAULT.maxIdle,
        DEFAULT.idleLimit,
        DEFAULT.lifetime,
        Optional.of(limit),
        DEFAULT.maxUsage);
  }

  public static ClientSettings maxUsage(int most) {
    return new ClientSettings(
        true,
        DEFAULT.maxConnections,
        DEFAULT.maxIdle,
        DEFAULT.idleLimit,
        DEFAULT.lifetime,
        DEFAULT.readTimeout,
        Optional.of(most));
  }
}
