package io.github.connectionprobe.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Moments and spans as a picture prints them. */
final class Clock {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long MINUTE = 60 * SECOND;

  private final Duration zero;

  Clock(Duration zero) {
    this.zero = zero;
  }

  /** Returns a moment to the microsecond, such as {@code +39.412 ms}. */
  String at(Duration moment) {
    BigDecimal millis =
        BigDecimal.valueOf(moment.minus(zero).toNanos(), 6).setScale(3, RoundingMode.HALF_UP);
    return (millis.signum() < 0 ? "" : "+") + millis.toPlainString() + " ms";
  }

  String between(Duration from, Duration to) {
    return at(from) + " to " + at(to) + " (" + span(to.minus(from)) + ")";
  }

  /** Returns a round moment in as few digits as it takes, such as {@code +0.5 ms}. */
  String tick(Duration moment) {
    long nanos = moment.minus(zero).toNanos();
    boolean seconds = nanos >= SECOND && nanos % (10 * MILLI) == 0;
    return "+"
        + (nanos == 0
            ? "0"
            : BigDecimal.valueOf(nanos, seconds ? 9 : 6).stripTrailingZeros().toPlainString())
        + (seconds ? " s" : " ms");
  }

  /** Returns a span in three digits, such as {@code 157 ms} or {@code 4.9 s}. */
  static String span(Duration span) {
    long nanos = span.toNanos();
    if (nanos >= 2 * MINUTE) {
      return rounded(nanos, MINUTE) + " min";
    }
    return nanos >= SECOND ? rounded(nanos, SECOND) + " s" : rounded(nanos, MILLI) + " ms";
  }

  private static String rounded(long nanos, long unit) {
    BigDecimal value = BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(unit));
    int scale = value.compareTo(BigDecimal.valueOf(100)) >= 0 ? 0 : value.intValue() >= 10 ? 1 : 2;
    BigDecimal shown = value.setScale(scale, RoundingMode.HALF_UP);
    return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
  }
}
