package io.github.connectionprobe.socket;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds the processes that hold sockets, by the links in {@code /proc/<pid>/fd}. */
final class SocketOwners {

  private static final String PREFIX = "socket:[";

  private final Proc proc;
  private final Set<Long> wanted;
  private final Map<Long, SocketOwner> found = new HashMap<>();

  private SocketOwners(Proc proc, Set<Long> inodes) {
    this.proc = proc;
    this.wanted = new HashSet<>(inodes);
    wanted.remove(0L);
  }

  /** Returns the owners of those inodes whose process could be seen. */
  static Map<Long, SocketOwner> find(Proc proc, Set<Long> inodes) {
    SocketOwners owners = new SocketOwners(proc, inodes);
    if (!owners.wanted.isEmpty()) {
      // Where the probe runs in a test, most ends are this JVM's: looking here first is cheap.
      owners.lookInto(proc.root().resolve("self"), SocketOwner.Kind.THIS_JVM);
      owners.lookIntoOthers();
    }
    return owners.found;
  }

  private void lookIntoOthers() {
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(proc.root(), SocketOwners::isProcess)) {
      for (Path process : processes) {
        if (wanted.isEmpty()) {
          return;
        }
        lookInto(process, SocketOwner.Kind.OTHER_PROCESS);
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      // Whoever has not been found by now stays unknown.
    }
  }

  private static boolean isProcess(Path path) {
    return Character.isDigit(path.getFileName().toString().charAt(0));
  }

  private void lookInto(Path process, SocketOwner.Kind kind) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        long inode = inode(descriptor);
        if (wanted.remove(inode)) {
          found.put(inode, owner(process, kind));
        }
      }
    } catch (IOException | DirectoryIteratorException gone) {
      // The process has ended, or belongs to another user.
    }
  }

  private SocketOwner owner(Path process, SocketOwner.Kind kind) {
    long pid =
        kind == SocketOwner.Kind.THIS_JVM
            ? ProcessHandle.current().pid()
            : Long.parseLong(process.getFileName().toString());
    String command = proc.line(proc.root().relativize(process) + "/comm").orElse("");
    return new SocketOwner(kind, pid, command);
  }

  private static long inode(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith(PREFIX)
          ? Long.parseLong(target, PREFIX.length(), target.length() - 1, 10)
          : 0;
    } catch (IOException closedMeanwhile) {
      return 0;
    }
  }
}
