package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.ConnectionProbeAssertions.assertThat;
import static io.github.connectionprobe.assertj.Recordings.carrying;
import static io.github.connectionprobe.assertj.Recordings.connection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsFailure;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsResumption;
import io.github.connectionprobe.recording.TlsVersion;
import io.github.connectionprobe.report.TextReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class TlsAssertTest {

  private static final Recording RESUMED =
      Recordings.of(tls(1, TlsResumption.NOT_OFFERED), tls(2, TlsResumption.RESUMED));
  private static final Recording FULL =
      Recordings.of(
          tls(1, TlsResumption.NOT_OFFERED),
          tls(2, TlsResumption.NOT_ACCEPTED),
          tls(3, TlsResumption.NOT_OFFERED));
  private static final Recording FAILED = Recordings.of(failed(1));

  private static RecordedConnection tls(int number, TlsResumption resumption) {
    Duration at = Duration.ofMillis(number * 100L);
    return of(
        number,
        new TlsHandshake(
            Optional.of(TlsVersion.TLS_1_3),
            Optional.of("api.example"),
            List.of("h2", "http/1.1"),
            Optional.empty(),
            resumption,
            true,
            "f",
            at,
            Optional.of(at.plusMillis(1)),
            Optional.empty(),
            Optional.empty()));
  }

  private static RecordedConnection failed(int number) {
    Duration at = Duration.ofMillis(number * 100L);
    TlsFailure failure = new TlsFailure(Side.CLIENT, "the alert unknown_ca", at);
    return of(
        number,
        new TlsHandshake(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            TlsResumption.NOT_OFFERED,
            false,
            "f",
            at,
            Optional.empty(),
            Optional.of(failure),
            Optional.empty()));
  }

  private static RecordedConnection of(int number, TlsHandshake handshake) {
    return connection(number).protocol(Protocol.TLS).tls(handshake).build();
  }

  private static void assertFails(
      Recording recording, Consumer<RecordingAssert> assertion, String expecting) {
    assertThat(catchThrowable(() -> assertion.accept(assertThat(recording))))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessage(
            "Expecting "
                + expecting.formatted("probe \"orders\" (localhost:54321 -> localhost:8080)")
                + ":\n\n"
                + TextReport.of(recording));
  }

  @Test
  void handshakesAreCounted() {
    assertThat(RESUMED)
        .tls()
        .hasFullHandshakes(1)
        .hasResumedHandshakes(1)
        .hasNoFailedHandshakes()
        .returnToRecording()
        .hasOpenedConnections(2);
    assertThat(FAILED).tls().hasFullHandshakes(0).hasResumedHandshakes(0);
    assertThat(Recordings.of(carrying(1, 1).build())).tls().hasFullHandshakes(0);
    assertFails(
        FULL,
        a -> a.tls().hasFullHandshakes(1),
        "%s\nto have made 1 full TLS handshake but it made 3");
    assertFails(
        RESUMED,
        a -> a.tls().hasResumedHandshakes(2),
        "%s\nto have made 2 resumed TLS handshakes but it made 1");
    assertFails(
        FAILED,
        a -> a.tls().hasNoFailedHandshakes(),
        "%s\nto have seen no failed TLS handshake but it saw 1");
  }

  @Test
  void everyHandshakeButTheFirstIsToResume() {
    assertThat(RESUMED).tls().hasNoFullHandshakeAfterTheFirst();
    assertThat(Recordings.of()).tls().hasNoFullHandshakeAfterTheFirst();
    assertFails(
        FULL,
        a -> a.tls().hasNoFullHandshakeAfterTheFirst(),
        "%s\nto have made no full TLS handshake after the first but it made 2: #2, #3");
  }

  @Test
  void handshakeFromBeforeTheWindowIsTheFirst() {
    Recording before = Recordings.of(tls(1, TlsResumption.NOT_OFFERED));
    Recording window =
        new Recording(
            before.name(),
            before.listener(),
            before.upstream(),
            before.startedAt(),
            Duration.ofMillis(150),
            before.until(),
            1,
            List.of(before.connection(1), tls(2, TlsResumption.NOT_OFFERED)));

    assertThat(window).tls().hasFullHandshakes(1);
    assertFails(
        window,
        a -> a.tls().hasNoFullHandshakeAfterTheFirst(),
        "%s\nto have made no full TLS handshake after the first but it made 1: #2");
  }

  @Test
  void handshakeOfAConnectionIsTold() {
    assertThat(RESUMED)
        .connection(2)
        .hasTlsVersion(TlsVersion.TLS_1_3)
        .hasServerName("api.example")
        .hasOfferedProtocols("h2", "http/1.1")
        .hasResumedHandshake()
        .returnToRecording()
        .connection(1)
        .hasFullHandshake();
    assertFails(
        RESUMED,
        a -> a.connection(1).hasTlsVersion(TlsVersion.TLS_1_2),
        "connection #1 of %s\nto speak TLS 1.2 but it speaks TLS 1.3");
    assertFails(
        RESUMED,
        a -> a.connection(1).hasServerName("b.example"),
        "connection #1 of %s\nto have asked for the server name \"b.example\" but it asked for"
            + " \"api.example\"");
    assertFails(
        RESUMED,
        a -> a.connection(1).hasOfferedProtocols("http/1.1"),
        "connection #1 of %s\nto have offered the protocols [http/1.1] but it offered [h2,"
            + " http/1.1]");
    assertFails(
        RESUMED,
        a -> a.connection(1).hasResumedHandshake(),
        "connection #1 of %s\nto have made a resumed TLS handshake but it made a full one");
    assertFails(
        FAILED,
        a -> a.connection(1).hasFullHandshake(),
        "connection #1 of %s\nto have made a full TLS handshake but it made one that failed: the"
            + " alert unknown_ca");
    assertFails(
        FAILED,
        a -> a.connection(1).hasServerName("a"),
        "connection #1 of %s\nto have asked for the server name \"a\" but it asked for no server"
            + " name");
  }

  @Test
  void connectionWithoutTlsSaysSo() {
    Recording plain = Recordings.of(carrying(1, 1).build());
    assertFails(
        plain,
        a -> a.connection(1).hasTlsVersion(TlsVersion.TLS_1_3),
        "connection #1 of %s\nto speak TLS 1.3 but it speaks no TLS");
    assertFails(
        plain,
        a -> a.connection(1).hasFullHandshake(),
        "connection #1 of %s\nto have made a full TLS handshake but it made none");
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatThrownBy(() -> assertThat(FULL).tls().hasFullHandshakes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The expected number of full TLS handshakes is -1. Give 0 or more.");
  }
}
