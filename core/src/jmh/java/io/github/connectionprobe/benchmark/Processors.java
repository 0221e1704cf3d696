package io.github.connectionprobe.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where processes may run. With all of them on one processor, a request costs what it takes to work
 * on it; with several, most of one request at a time is waiting for a processor to wake up.
 */
final class Processors {

  private final String all;

  /** Takes those that this process may run on. */
  Processors() throws IOException {
    all =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("Cpus_allowed_list:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElseThrow(() -> new IOException("/proc/self/status names no processors"));
  }

  /** Lets this process, and those that it has started, run on one processor only. */
  void useOne() throws IOException {
    use(all.split("[-,]")[0]);
  }

  /** Lets them run on all again. */
  void useAll() throws IOException {
    use(all);
  }

  private static void use(String list) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    for (ProcessHandle process :
        Stream.concat(Stream.of(self), self.descendants()).toList()) {
      Process taskset =
          new ProcessBuilder(
                  List.of("taskset", "-a", "-c", "-p", list, Long.toString(process.pid())))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        // A process that has ended meanwhile needs none.
        if (taskset.waitFor() != 0 && process.isAlive()) {
          throw new IOException("taskset cannot move process " + process.pid());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
