package io.github.connectionprobe.junit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * This JVM's part in the report of one build, and what the build's other JVMs have told. They speak
 * through files in one folder, one at a time.
 */
final class Fork {

  /** All work on files: a file lock holds off other JVMs only. */
  private static final Object IN_THIS_JVM = new Object();

  private static final Map<Path, Fork> FORKS = new ConcurrentHashMap<>();

  /** How long a process that outlives its builds may be idle within one of them. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Path directory;
  private final Path folder;
  private final Path file;
  private final String jvm = BuildOrigin.name(ProcessHandle.current());
  private final BuildOrigin origin = BuildOrigin.ofThisJvm();

  private Fork(Path directory) {
    this.directory = directory;
    this.folder = directory.resolve(".fragments");
    this.file = folder.resolve(jvm + Fragment.SUFFIX);
  }

  /** Returns this JVM's part in the report in that folder. */
  static Fork in(Path directory) {
    return FORKS.computeIfAbsent(
        directory.toAbsolutePath().normalize(), key -> new Fork(directory));
  }

  static Collection<Fork> all() {
    return FORKS.values();
  }

  Path directory() {
    return directory;
  }

  /** Lets the other JVMs know that this one is at work. */
  void begin() throws IOException {
    locked(
        () -> {
          beginFile();
          return file;
        });
  }

  private void beginFile() throws IOException {
    if (Files.notExists(file)) {
      forgetEarlierBuilds();
      Fragment.begin(file, jvm, origin.process());
    }
  }

  /** Tells what this JVM's tests saw, and returns what all JVMs have told. */
  Told tell(List<Entry> entries) throws IOException {
    return locked(
        () -> {
          beginFile();
          Fragment.add(file, entries);
          return told();
        });
  }

  /** Tells that this JVM is done, and does something with what all JVMs have told. */
  void end(Told.Use use) throws IOException {
    if (Files.exists(file)) {
      locked(
          () -> {
            Fragment.end(file);
            use.with(told());
            return file;
          });
    }
  }

  private Told told() throws IOException {
    // A test that ran twice counts as it went the last time.
    Map<String, Entry> entries = new LinkedHashMap<>();
    boolean running = false;
    for (Fragment fragment : fragments()) {
      fragment.entries().forEach(entry -> entries.put(entry.key(), entry));
      running |= fragment.running();
    }
    return new Told(entries.values().stream().map(Entry::summary).toList(), !running);
  }

  private List<Fragment> fragments() throws IOException {
    List<Fragment> fragments = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.filter(f -> f.toString().endsWith(Fragment.SUFFIX)).toList()) {
        try {
          fragments.add(Fragment.read(each));
        } catch (IOException foreign) {
          Files.deleteIfExists(each);
        }
      }
    }
    fragments.sort(Comparator.comparingLong(Fragment::changed));
    return fragments;
  }

  private void forgetEarlierBuilds() throws IOException {
    long now = System.currentTimeMillis();
    for (Fragment fragment : fragments()) {
      boolean sameOrigin = fragment.origin().equals(origin.process());
      boolean recent = now - fragment.changed() < PAUSE.toMillis();
      if (!fragment.running() && !(sameOrigin && (origin.oneBuild() || recent))) {
        for (Entry entry : fragment.entries()) {
          for (String left : entry.files()) {
            Files.deleteIfExists(directory.resolve(left));
          }
        }
        Files.delete(fragment.file());
      }
    }
  }

  private <T> T locked(Uninterrupted.Work<T> work) throws IOException {
    return Uninterrupted.run(() -> lockedUninterrupted(work));
  }

  private <T> T lockedUninterrupted(Uninterrupted.Work<T> work) throws IOException {
    synchronized (IN_THIS_JVM) {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        requireNonNull(lock, "a lock that is waited for is there");
        return work.run();
      }
    }
  }
}
