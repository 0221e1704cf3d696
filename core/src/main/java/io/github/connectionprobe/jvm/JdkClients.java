package io.github.connectionprobe.jvm;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The JDK's HttpClients that live. The JDK numbers them, and each has a thread that carries the
 * number, so that those made since an earlier look are known without a walk through the heap.
 *
 * @param numbers their numbers
 */
record JdkClients(long... numbers) {

  private static final Pattern SELECTOR_THREAD =
      Pattern.compile("HttpClient-(\\d+)-SelectorManager");

  static JdkClients living() {
    Thread[] threads = new Thread[2 * Thread.activeCount() + 100];
    int count = Thread.enumerate(threads);
    return new JdkClients(
        Arrays.stream(threads, 0, count)
            .map(thread -> SELECTOR_THREAD.matcher(thread.getName()))
            .filter(Matcher::matches)
            .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
            .toArray());
  }

  /**
   * Concludes how many of them stand behind connections opened since an earlier look: one, one for
   * each, or nothing.
   */
  OptionalLong behind(int connections, JdkClients before) {
    long newest = before.newest();
    long made = LongStream.of(numbers).filter(number -> number > newest).count();
    if (made >= connections) {
      return OptionalLong.of(connections);
    }
    // Where numbers are missing, clients came and went; whose they were is not known.
    return made <= 1 && newest() - newest <= 1 ? OptionalLong.of(1) : OptionalLong.empty();
  }

  private long newest() {
    return LongStream.of(numbers).max().orElse(0);
  }
}
