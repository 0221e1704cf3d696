package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.report.ProbeSummary;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one probe saw in one test, as forks tell it to each other.
 *
 * @param number tells the probes of one test apart
 * @param summary what it saw
 * @param files what the test left behind, from the folder of the whole build
 */
record Entry(int number, ProbeSummary summary, List<String> files) {

  /** Returns what an entry has in common with one of the same probe in an earlier run. */
  String key() {
    return number + " " + summary.testId();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(number);
    text(out, summary.testId());
    text(out, summary.testName());
    text(out, summary.probe());
    out.writeInt(summary.opened());
    out.writeInt(summary.needed());
    out.writeInt(summary.avoidable());
    out.writeLong(summary.exchanges());
    out.writeInt(summary.causes().size());
    for (Map.Entry<Cause, Integer> cause : summary.causes().entrySet()) {
      text(out, cause.getKey().name());
      out.writeInt(cause.getValue());
    }
    out.writeLong(summary.slowestHandshake().map(Duration::toNanos).orElse(-1L));
    text(out, summary.timeline().orElse(""));
    text(out, summary.capture().orElse(""));
    out.writeInt(files.size());
    for (String file : files) {
      text(out, file);
    }
  }

  static Entry read(DataInputStream in) throws IOException {
    int number = in.readInt();
    String testId = text(in);
    String testName = text(in);
    String probe = text(in);
    int opened = in.readInt();
    int needed = in.readInt();
    int avoidable = in.readInt();
    long exchanges = in.readLong();
    Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
    for (int left = in.readInt(); left > 0; left--) {
      causes.put(Cause.valueOf(text(in)), in.readInt());
    }
    long handshake = in.readLong();
    Optional<String> timeline = optional(text(in));
    Optional<String> capture = optional(text(in));
    List<String> files = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      files.add(text(in));
    }
    return new Entry(
        number,
        new ProbeSummary(
            testId,
            testName,
            probe,
            opened,
            needed,
            avoidable,
            exchanges,
            causes,
            handshake < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(handshake)),
            timeline,
            capture),
        List.copyOf(files));
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  // writeUTF ends at 64 KiB, which a parameterized test's name may exceed.
  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("The file ends within a text");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
