package io.github.connectionprobe.junit;

import io.github.connectionprobe.assertj.RecordingAssert;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Recording;

/** Assertions that a test makes through its probe: the guard takes their word. */
class ProbeAssert extends RecordingAssert {

  private final TestWindow window;

  ProbeAssert(TestWindow window) {
    super(window);
    this.window = window;
  }

  @Override
  protected void spokenFor(Recording recording) {
    window.spokenFor(recording);
  }

  @Override
  protected Diagnosis diagnose(Recording recording) {
    return window.diagnose(recording);
  }

  @Override
  protected String remark() {
    return remark(window);
  }

  static String remark(TestWindow window) {
    return window.others().isEmpty()
        ? ""
        : """
          Other tests used this probe at the same time, and what they did is counted here too:
            %s
          Give each test its own probe, in a field that is not static, or run them one after the
          other: @Execution(ExecutionMode.SAME_THREAD)."""
            .formatted(String.join("\n  ", window.others()));
  }
}
