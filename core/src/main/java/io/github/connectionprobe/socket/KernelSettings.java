package io.github.connectionprobe.socket;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of this machine that bear on connections, where they can be read (Linux).
 *
 * <pre>{@code
 * KernelSettings settings = KernelSettings.read();
 * settings.keepaliveIdle();    // PT2H unless someone changed net.ipv4.tcp_keepalive_time
 * settings.ephemeralPorts();   // 28232
 * }</pre>
 *
 * @param keepaliveIdle {@code tcp_keepalive_time}: the silence after which TCP keepalive probes, on
 *     a socket that has it armed and sets no time of its own
 * @param keepaliveInterval {@code tcp_keepalive_intvl}: the time between two probes
 * @param keepaliveProbes {@code tcp_keepalive_probes}: the unanswered probes after which the
 *     connection is given up
 * @param firstEphemeralPort the lower end of {@code ip_local_port_range}
 * @param lastEphemeralPort its upper end, inclusive
 * @param timeWaitReuse {@code tcp_tw_reuse}
 * @param finTimeout {@code tcp_fin_timeout}: how long a closed socket stays in FIN_WAIT_2. It is
 *     not the length of TIME_WAIT, which is 60 seconds and cannot be set
 * @param timeWaitLimit {@code tcp_max_tw_buckets}: how many sockets in TIME_WAIT are kept
 */
public record KernelSettings(
    Optional<Duration> keepaliveIdle,
    Optional<Duration> keepaliveInterval,
    OptionalInt keepaliveProbes,
    OptionalInt firstEphemeralPort,
    OptionalInt lastEphemeralPort,
    Optional<TimeWaitReuse> timeWaitReuse,
    Optional<Duration> finTimeout,
    OptionalInt timeWaitLimit) {

  /** Whether a connecting socket may take over a port that is in TIME_WAIT. */
  public enum TimeWaitReuse {
    /** Never. */
    OFF,
    /** After one second, towards any address. */
    ON,
    /** After one second, on the loopback interface only: what Linux does unless told otherwise. */
    LOOPBACK_ONLY
  }

  /** Checks that nothing is missing. */
  public KernelSettings {
    requireNonNull(keepaliveIdle, "keepaliveIdle");
    requireNonNull(keepaliveInterval, "keepaliveInterval");
    requireNonNull(keepaliveProbes, "keepaliveProbes");
    requireNonNull(firstEphemeralPort, "firstEphemeralPort");
    requireNonNull(lastEphemeralPort, "lastEphemeralPort");
    requireNonNull(timeWaitReuse, "timeWaitReuse");
    requireNonNull(finTimeout, "finTimeout");
    requireNonNull(timeWaitLimit, "timeWaitLimit");
  }

  /** Reads the settings in force. What cannot be read is left empty. */
  public static KernelSettings read() {
    return read(Proc.OF_THIS_MACHINE);
  }

  static KernelSettings read(Proc proc) {
    Optional<String[]> range =
        proc.line("sys/net/ipv4/ip_local_port_range")
            .map(line -> line.split("\\s+"))
            .filter(ends -> ends.length == 2);
    OptionalInt reuse = number(proc, "tcp_tw_reuse");
    return new KernelSettings(
        seconds(proc, "tcp_keepalive_time"),
        seconds(proc, "tcp_keepalive_intvl"),
        number(proc, "tcp_keepalive_probes"),
        number(range.map(ends -> ends[0])),
        number(range.map(ends -> ends[1])),
        reuse.isPresent() && reuse.getAsInt() >= 0 && reuse.getAsInt() <= 2
            ? Optional.of(TimeWaitReuse.values()[reuse.getAsInt()])
            : Optional.empty(),
        seconds(proc, "tcp_fin_timeout"),
        number(proc, "tcp_max_tw_buckets"));
  }

  /** Returns how many ports there are for outgoing connections to one address and port. */
  public OptionalInt ephemeralPorts() {
    return firstEphemeralPort.isPresent() && lastEphemeralPort.isPresent()
        ? OptionalInt.of(lastEphemeralPort.getAsInt() - firstEphemeralPort.getAsInt() + 1)
        : OptionalInt.empty();
  }

  private static Optional<Duration> seconds(Proc proc, String name) {
    OptionalInt number = number(proc, name);
    return number.isPresent()
        ? Optional.of(Duration.ofSeconds(number.getAsInt()))
        : Optional.empty();
  }

  private static OptionalInt number(Proc proc, String name) {
    return number(proc.line("sys/net/ipv4/" + name));
  }

  private static OptionalInt number(Optional<String> text) {
    return text.isPresent() && text.get().matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(text.get()))
        : OptionalInt.empty();
  }
}
