package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Words.requireCount;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.TlsHandshake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.assertj.core.annotation.CheckReturnValue;

/**
 * Assertions on the TLS handshakes of the connections opened, reached by {@link
 * RecordingAssert#tls}. A handshake that is not finished counts neither as full nor as resumed.
 *
 * <pre>{@code
 * assertThat(probe).tls().hasFullHandshakes(1).hasNoFullHandshakeAfterTheFirst();
 * }</pre>
 */
public class TlsAssert extends RecordedAssert<TlsAssert, Recording> {

  private final RecordingAssert recording;

  TlsAssert(RecordingAssert recording) {
    super(recording.lookout().latest(), TlsAssert.class, recording.lookout());
    this.recording = recording;
    info.description(recording.info.description());
  }

  /**
   * Verifies how many handshakes were full: with certificate and signature.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was another number
   */
  public TlsAssert hasFullHandshakes(int expected) {
    return expectCount("full", TlsHandshake::full, expected);
  }

  /**
   * Verifies how many handshakes resumed the session of an earlier one.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was another number
   */
  public TlsAssert hasResumedHandshakes(int expected) {
    return expectCount("resumed", TlsHandshake::resumed, expected);
  }

  /**
   * Verifies that, for each server name, every handshake but the very first resumed an earlier one.
   * A connection from before the window counts as the first. Connections opened at once, before the
   * server could give a session to one of them, cannot fulfil this.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if another one was full
   */
  public TlsAssert hasNoFullHandshakeAfterTheFirst() {
    return expect(
        r -> fullAfterTheFirst(r).isEmpty(),
        r -> {
          List<String> full = fullAfterTheFirst(r);
          return new Mismatch(
              "to have made no full TLS handshake after the first but it made "
                  + full.size()
                  + ": "
                  + String.join(", ", full.subList(0, Math.min(10, full.size())))
                  + (full.size() > 10 ? " and " + (full.size() - 10) + " more" : ""),
              full,
              List.of());
        });
  }

  /**
   * Verifies that no handshake failed.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one did
   */
  public TlsAssert hasNoFailedHandshakes() {
    return expect(
        r -> count(r, tls -> tls.failure().isPresent()) == 0,
        r -> {
          long failed = count(r, tls -> tls.failure().isPresent());
          return new Mismatch(
              "to have seen no failed TLS handshake but it saw " + failed,
              Words.count(failed, "failed TLS handshake"),
              Words.count(0, "failed TLS handshake"));
        });
  }

  /** Navigates back to the assertion on the whole recording. */
  @CheckReturnValue
  public RecordingAssert returnToRecording() {
    return recording;
  }

  private TlsAssert expectCount(String kind, Predicate<TlsHandshake> is, int expected) {
    String noun = kind + " TLS handshake";
    requireCount(expected, noun);
    return expect(
        r -> count(r, is) == expected,
        r ->
            new Mismatch(
                "to have made " + Words.count(expected, noun) + " but it made " + count(r, is),
                Words.count(count(r, is), noun),
                Words.count(expected, noun)));
  }

  private static long count(Recording recording, Predicate<TlsHandshake> is) {
    return recording.openedConnections().stream()
        .flatMap(connection -> connection.tls().stream())
        .filter(is)
        .count();
  }

  private static List<String> fullAfterTheFirst(Recording recording) {
    Set<Optional<String>> known = new HashSet<>();
    List<String> full = new ArrayList<>();
    for (RecordedConnection connection : recording.connections()) {
      Optional<TlsHandshake> tls = connection.tls().filter(TlsHandshake::finished);
      boolean first = tls.isPresent() && known.add(tls.get().serverName());
      if (tls.isPresent() && tls.get().full() && !first && !recording.carriedOver(connection)) {
        full.add("#" + connection.number());
      }
    }
    return full;
  }

  @Override
  final Optional<Recording> in(Recording whole) {
    return Optional.of(whole);
  }

  @Override
  final Diagnosis meaningOf(Recording whole) {
    return recording.meaningOf(whole);
  }

  @Override
  final String closingRemark() {
    return recording.closingRemark();
  }
}
