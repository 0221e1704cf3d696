package io.github.connectionprobe.junit;

/** One probe as one test uses it. */
final class Use {

  private final ProbeHandle probe;
  private final TestWindow window;
  private volatile boolean given;

  Use(ProbeHandle probe, TestWindow window) {
    this.probe = probe;
    this.window = window;
  }

  Settings settings() {
    return probe.settings();
  }

  TestWindow window() {
    return window;
  }

  ProbeHandle probe() {
    return probe;
  }

  /** Returns the probe for the test to use, which it is then expected to do. */
  Probe give() {
    given = true;
    return probe;
  }

  boolean given() {
    return given;
  }
}
