package io.github.connectionprobe.proxy;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TextReport;
import io.github.connectionprobe.report.TimelinePage;
import io.github.connectionprobe.report.WrittenPage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What holds of every conversation, whatever was said in it. */
final class ConversationFuzz {

  private static final Set<String> NOT_OURS = Set.of("script", "img", "iframe", "link", "x");

  /** Showing costs a hundred times what observing does. */
  private static final int IN_SO_MANY = 64;

  private ConversationFuzz() {}

  static void check(byte[] input) {
    RecordedConnection connection = Conversation.of(input).observe();
    long before = 0;
    for (RecordedExchange exchange : connection.exchanges()) {
      if (exchange.number() <= before || exchange.number() > connection.exchangeCount()) {
        throw new AssertionError("The exchange " + exchange.id() + " follows number " + before);
      }
      before = exchange.number();
      if (exchange.request().path().matches("(?s).+[?#].*|[?#].+")) {
        throw new AssertionError("A query got into the recording: " + exchange.request().path());
      }
      if (exchange.lastByte().compareTo(exchange.start()) < 0) {
        throw new AssertionError("The exchange " + exchange.id() + " ended before it began");
      }
    }
    Recording recording =
        new Recording(
            "fuzz",
            "localhost:1",
            "localhost:2",
            Instant.EPOCH,
            Duration.ZERO,
            Duration.ofSeconds(1),
            1,
            List.of(connection));
    Diagnosis diagnosis = Diagnosis.of(recording);
    if (Arrays.hashCode(input) % IN_SO_MANY == 0) {
      shown(diagnosis);
    }
  }

  private static void shown(Diagnosis diagnosis) {
    TextReport.of(diagnosis);
    // Whatever the peers said is text in a page: it neither opens an element nor ends one.
    List<String> elements = new WrittenPage(TimelinePage.of(diagnosis).toString()).elements();
    if (elements.stream().anyMatch(NOT_OURS::contains)) {
      throw new AssertionError("What a peer said became an element: " + elements);
    }
  }
}
