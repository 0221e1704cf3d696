package io.github.connectionprobe.benchmark;

import java.util.ArrayList;
import java.util.List;

/** What one peer did in its turns under one load. */
final class Turns {

  private final List<Double> rates = new ArrayList<>();
  private double answered;
  private CpuTime spent = CpuTime.NONE;

  /**
   * Takes one turn.
   *
   * @param requests how many were answered
   * @param nanos how long it took
   * @param cpu what the peer's processes worked meanwhile
   */
  void add(double requests, long nanos, CpuTime cpu) {
    rates.add(requests * 1e9 / nanos);
    answered += requests;
    spent = spent.plus(cpu);
  }

  /** Returns the median of the requests a second; 0 where it could not carry them. */
  double perSecond() {
    return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElse(0.0);
  }

  /** Returns what a request cost on average: a single turn is too short for the kernel's clock. */
  CpuTime perRequest() {
    return answered == 0 ? CpuTime.NONE : spent.dividedBy(answered);
  }
}
