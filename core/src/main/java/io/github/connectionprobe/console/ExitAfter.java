package io.github.connectionprobe.console;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * When the watch ends by itself.
 *
 * @param unit what is counted
 * @param amount how many of it; milliseconds for a time
 */
record ExitAfter(Unit unit, long amount) {

  /** What can be counted. */
  enum Unit {
    MILLISECONDS,
    EXCHANGES,
    CONNECTIONS
  }

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([a-z]+)");

  private record Word(Unit unit, long factor) {}

  private static final Map<String, Word> WORDS =
      Map.of(
          "ms", new Word(Unit.MILLISECONDS, 1),
          "s", new Word(Unit.MILLISECONDS, 1_000),
          "m", new Word(Unit.MILLISECONDS, 60_000),
          "h", new Word(Unit.MILLISECONDS, 3_600_000),
          "exchange", new Word(Unit.EXCHANGES, 1),
          "exchanges", new Word(Unit.EXCHANGES, 1),
          "connection", new Word(Unit.CONNECTIONS, 1),
          "connections", new Word(Unit.CONNECTIONS, 1));

  /** Reads what was typed. */
  static final class Converter implements ITypeConverter<ExitAfter> {
    @Override
    public ExitAfter convert(String text) {
      Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
      Word word = matcher.matches() ? WORDS.get(matcher.group(2)) : null;
      if (word == null || Long.parseLong(matcher.group(1)) == 0) {
        throw new TypeConversionException(
            "\""
                + text
                + "\" does not say when to end. Accepted are a time such as 500ms, 30s, 2m or 1h,"
                + " and a count such as 10exchanges or 3connections.");
      }
      return new ExitAfter(word.unit(), Long.parseLong(matcher.group(1)) * word.factor());
    }
  }

  /** Returns whether what was recorded is enough: exchanges complete, or connections over. */
  boolean reached(Recording recording) {
    return switch (unit) {
      case MILLISECONDS -> recording.until().toMillis() >= amount;
      case EXCHANGES -> completed(recording) >= amount;
      case CONNECTIONS -> recording.connections().size() - recording.stillOpen() >= amount;
    };
  }

  private static long completed(Recording recording) {
    long count = 0;
    for (RecordedConnection connection : recording.connections()) {
      count += connection.exchangeCount();
      for (RecordedExchange exchange : connection.exchanges()) {
        count -= exchange.complete() ? 0 : 1;
      }
    }
    return count;
  }

  /** Returns how long to wait at most before looking again. */
  Duration left(Recording recording, Duration otherwise) {
    return unit == Unit.MILLISECONDS
        ? Duration.ofMillis(amount).minus(recording.until())
        : otherwise;
  }
}
