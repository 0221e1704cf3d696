package io.github.connectionprobe.observer.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineFeedsTest {

  private static final long SEED = 20_261_121;

  @Test
  void theFirstLineFeedIsFoundAmongBytesThatResembleIt() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] similar = {'\n', 0x0b, 0x09, (byte) 0x8a, 0x00, 0x01, (byte) 0xff, (byte) 0x80};
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = similar[random.nextInt(random.nextInt(1, similar.length + 1))];
        bytes[i] = random.nextInt(4) == 0 ? bytes[i] : (byte) random.nextInt();
      }
      int from = random.nextInt(bytes.length + 1);
      int to = random.nextInt(from, bytes.length + 1);

      assertThat(LineFeeds.next(bytes, from, to))
          .as("seed %d, round %d", SEED, round)
          .isEqualTo(oneByOne(bytes, from, to));
    }
  }

  private static int oneByOne(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return to;
  }
}
