package io.github.connectionprobe.assertj;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TextReport;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** What the assertions on a recording and on its parts share: looking, and saying what was seen. */
abstract class RecordedAssert<S extends RecordedAssert<S, A>, A> extends AbstractAssert<S, A> {

  /** Null where a part is asserted on without the recording it belongs to. */
  final @Nullable View view;

  RecordedAssert(A actual, Class<S> self, @Nullable View view) {
    super(actual, self);
    this.view = view;
  }

  /** Finds in a recording what this assertion is about. */
  abstract Optional<A> in(Recording recording);

  /** Names what this assertion is about, in front of “probe …” where there is a recording. */
  String subject() {
    return "";
  }

  /** Returns lines to print at the end of a failure message, or nothing. */
  abstract String closingRemark();

  /** Returns what a recording means. */
  abstract Diagnosis meaningOf(Recording recording);

  final S expect(Predicate<? super A> condition, Function<? super A, Mismatch> otherwise) {
    isNotNull();
    A seen = actual;
    if (view != null) {
      view.shows(recording -> in(recording).filter(condition).isPresent());
      seen = in(view.latest()).orElse(actual);
    }
    if (!condition.test(seen)) {
      Mismatch mismatch = otherwise.apply(seen);
      throw failureWithActualExpected(
          mismatch.actual(), mismatch.expected(), "%s", message(mismatch));
    }
    return myself;
  }

  private String message(Mismatch mismatch) {
    StringBuilder text = new StringBuilder();
    // AssertJ puts a description such as [checkout flow] right in front of the message.
    text.append(info.hasDescription() ? "\n" : "").append("Expecting ").append(subject());
    if (view == null) {
      return text.append("\n").append(mismatch.sentence()).append(".").toString();
    }
    Recording recording = view.latest();
    text.append(TextReport.heading(recording)).append("\n").append(mismatch.sentence());
    text.append(":\n\n").append(TextReport.of(meaningOf(recording)));
    if (!closingRemark().isEmpty()) {
      text.append("\n\n").append(closingRemark());
    }
    return text.toString();
  }
}
