package io.github.connectionprobe.junit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The process that all JVMs of one build come from.
 *
 * @param process tells it from others; empty where it cannot be found out
 * @param oneBuild whether it builds once and ends, as Maven does, and Maven's daemon, Gradle's and
 *     IDEs do not
 */
record BuildOrigin(String process, boolean oneBuild) {

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "ash", "busybox", "zsh", "ksh", "cmd.exe");

  static BuildOrigin ofThisJvm() {
    try {
      Optional<ProcessHandle> parent = ProcessHandle.current().parent();
      while (parent.filter(BuildOrigin::isShell).isPresent()) {
        parent = parent.flatMap(ProcessHandle::parent);
      }
      return parent
          .map(process -> new BuildOrigin(name(process), buildsOnce(process)))
          .orElse(new BuildOrigin("", false));
    } catch (SecurityException | UnsupportedOperationException hidden) {
      return new BuildOrigin("", false);
    }
  }

  /** Returns what tells a process from all others, before and after it. */
  static String name(ProcessHandle process) {
    return process.pid()
        + "-"
        + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Tells whether the process of that name is there. */
  static boolean alive(String name) {
    return ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-'))))
        .filter(ProcessHandle::isAlive)
        .filter(process -> name(process).equals(name))
        .isPresent();
  }

  private static boolean isShell(ProcessHandle process) {
    String command = process.info().command().orElse("");
    return SHELLS.contains(command.substring(command.replace('\\', '/').lastIndexOf('/') + 1));
  }

  private static boolean buildsOnce(ProcessHandle process) {
    String command = process.info().commandLine().orElse("");
    return command.contains("classworlds.launcher.Launcher") && !command.contains("mvnd");
  }
}
