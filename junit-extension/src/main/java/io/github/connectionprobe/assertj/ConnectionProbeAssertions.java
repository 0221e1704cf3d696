package io.github.connectionprobe.assertj;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import org.assertj.core.api.AssertProvider;

/**
 * Entry to the assertions of this package. An injected probe needs none of it: AssertJ's own {@code
 * assertThat(probe)} finds them too.
 *
 * <pre>{@code
 * import static io.github.connectionprobe.assertj.ConnectionProbeAssertions.assertThat;
 *
 * assertThat(proxy.recording()).hasOpenedConnections(1);
 * }</pre>
 */
public final class ConnectionProbeAssertions {

  private ConnectionProbeAssertions() {}

  /** Begins assertions on a finished recording. */
  public static RecordingAssert assertThat(Recording actual) {
    return new RecordingAssert(actual);
  }

  /** Begins assertions on what a probe has recorded now. */
  public static RecordingAssert assertThat(RecordingSource actual) {
    // A probe of a test knows more than its recording, and has assertions of its own.
    return actual instanceof AssertProvider<?> own
            && own.assertThat() instanceof RecordingAssert its
        ? its
        : new RecordingAssert(actual);
  }

  /** Begins assertions on a single connection. */
  public static ConnectionAssert assertThat(RecordedConnection actual) {
    return new ConnectionAssert(actual);
  }

  /** Begins assertions on a single exchange. */
  public static ExchangeAssert assertThat(RecordedExchange actual) {
    return new ExchangeAssert(actual);
  }
}
