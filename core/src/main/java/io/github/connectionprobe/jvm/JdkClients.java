package io.github.connectionprobe.jvm;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JDK's HttpClients that live. The JDK numbers them, and each has a thread that carries the
 * number, so that those made since an earlier look are known without a walk through the heap.
 *
 * @param numbers their numbers
 */
record JdkClients(List<Long> numbers) {

  private static final Pattern SELECTOR_THREAD =
      Pattern.compile("HttpClient-(\\d+)-SelectorManager");

  static JdkClients living() {
    Thread[] threads = new Thread[2 * Thread.activeCount() + 100];
    int count = Thread.enumerate(threads);
    return new JdkClients(
        Arrays.stream(threads, 0, count)
            .map(thread -> SELECTOR_THREAD.matcher(thread.getName()))
            .filter(Matcher::matches)
            .map(matcher -> Long.valueOf(matcher.group(1)))
            .toList());
  }

  /**
   * Concludes how many of them stand behind connections opened since an earlier look: one, one for
   * each, or nothing.
   *
   * @param objects how many client objects are in the heap, dead ones included
   * @param collected whether dead ones may have been cleared away since the earlier look
   */
  OptionalLong behind(int connections, JdkClients before, long objects, boolean collected) {
    long newest = before.newest();
    long made = numbers.stream().filter(number -> number > newest).count();
    if (made >= connections) {
      return OptionalLong.of(connections);
    }
    // Where numbers are missing, clients came and went; whose they were is not known.
    boolean onlyNewOne = made == 1 && newest() == newest + 1;
    // A dead client has no thread, and nothing else tells of it once it is cleared away.
    boolean noneNew = made == 0 && !numbers.isEmpty() && objects == numbers.size() && !collected;
    return onlyNewOne || noneNew ? OptionalLong.of(1) : OptionalLong.empty();
  }

  private long newest() {
    return numbers.stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
