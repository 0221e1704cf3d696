package io.github.connectionprobe.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How long processors have worked for a process and for those that it has started, ended ones
 * included.
 *
 * @param userMicros in its own code, in microseconds
 * @param kernelMicros in the kernel on its behalf, in microseconds
 */
record CpuTime(double userMicros, double kernelMicros) {

  static final CpuTime NONE = new CpuTime(0, 0);

  /** What the kernel counts in, whatever the machine (proc(5), sysconf(_SC_CLK_TCK)). */
  private static final double MICROS_OF_A_TICK = 10_000;

  /** utime, stime, cutime and cstime are the fields 14 to 17; the name before may hold blanks. */
  private static final int FIRST_FIELD_BEHIND_NAME = 3;

  static CpuTime of(ProcessHandle process) throws IOException {
    CpuTime sum = NONE;
    for (ProcessHandle one : Stream.concat(Stream.of(process), process.descendants()).toList()) {
      sum = sum.plus(ofOne(one.pid()));
    }
    return sum;
  }

  private static CpuTime ofOne(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return new CpuTime(
          MICROS_OF_A_TICK * (ticks(fields, 14) + ticks(fields, 16)),
          MICROS_OF_A_TICK * (ticks(fields, 15) + ticks(fields, 17)));
    } catch (NoSuchFileException ended) {
      // Its parent has its time, or soon will.
      return NONE;
    }
  }

  private static long ticks(String[] fields, int number) {
    return Long.parseLong(fields[number - FIRST_FIELD_BEHIND_NAME]);
  }

  CpuTime plus(CpuTime other) {
    return new CpuTime(userMicros + other.userMicros, kernelMicros + other.kernelMicros);
  }

  CpuTime minus(CpuTime earlier) {
    return new CpuTime(userMicros - earlier.userMicros, kernelMicros - earlier.kernelMicros);
  }

  CpuTime dividedBy(double count) {
    return new CpuTime(userMicros / count, kernelMicros / count);
  }
}
