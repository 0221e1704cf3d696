package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.connectionprobe.proxy.Dialogue.Step;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.EstimatedExchanges;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * What two peers say, in one array of bytes that a fuzzer can change anywhere: a byte 0xff with one
 * of the letters below begins what the client or the server says or does next, and every other byte
 * is said.
 */
record Conversation(List<Step> steps) {

  private static final int MARK = 0xff;
  private static final String MARKS = "><fFrR";

  private static final int CUTS_AT_RANDOM = 2;

  /** Whatever times there are, they depend on how the bytes were cut. */
  private static final String TIMES = "PT-?[0-9.]+S";

  static Conversation of(byte[] input) {
    List<Step> steps = new ArrayList<>();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Side from = Side.CLIENT;
    for (int i = 0; i < input.length; i++) {
      int mark =
          (input[i] & MARK) == MARK && i + 1 < input.length
              ? MARKS.indexOf((char) (input[i + 1] & 0xff))
              : -1;
      if (mark < 0) {
        said.write(input[i]);
        continue;
      }
      if (said.size() > 0) {
        steps.add(new Step(from, said.toByteArray(), null));
        said.reset();
      }
      from = mark % 2 == 0 ? Side.CLIENT : Side.SERVER;
      if (mark > 1) {
        steps.add(new Step(from, new byte[0], mark < 4 ? EndKind.FIN : EndKind.RST));
      }
      i++;
    }
    steps.add(new Step(from, said.toByteArray(), null));
    return new Conversation(possible(steps));
  }

  /** A peer that has ended its direction says nothing more, and a RST ends both. */
  private static List<Step> possible(List<Step> all) {
    List<Step> possible = new ArrayList<>();
    List<Side> ended = new ArrayList<>();
    for (Step step : all) {
      if (ended.contains(step.from())) {
        continue;
      }
      possible.add(step);
      if (step.isEnd()) {
        ended.addAll(step.end() == EndKind.RST ? List.of(Side.values()) : List.of(step.from()));
      }
    }
    return possible;
  }

  /** Returns a dialogue as one array. */
  static byte[] written(Dialogue dialogue) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Step step : dialogue.steps()) {
      int kind = step.isEnd() ? step.end() == EndKind.FIN ? 2 : 4 : 0;
      all.write(MARK);
      all.write(MARKS.charAt(kind + (step.from() == Side.CLIENT ? 0 : 1)));
      all.writeBytes(step.bytes());
    }
    return all.toByteArray();
  }

  /** Those of the dialogues that stand in files of this kind. */
  static Stream<byte[]> dialogues(String... files) {
    return Arrays.stream(files).flatMap(Dialogue::in).map(Conversation::written);
  }

  /**
   * Observes it as it is, byte by byte and cut at random, and returns the facts, which have to be
   * the same. The buffers are looked after by {@link Observed}.
   */
  RecordedConnection observe() {
    Observed observed = new Observed();
    pieces(offset -> false, observed::bytes, observed::ended);
    RecordedConnection whole = observed.connection();
    String facts = facts(whole);
    same(facts, cut(offset -> true), "byte by byte");
    for (int seed = 0; seed < CUTS_AT_RANDOM; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      same(facts, cut(offset -> random.nextInt(8) == 0), "cut with seed " + seed);
    }
    return whole;
  }

  private static void same(String facts, RecordedConnection other, String how) {
    if (!facts(other).equals(facts)) {
      throw new AssertionError(
          "Other facts when " + how + ":\n" + facts(other) + "\ninstead of\n" + facts);
    }
  }

  /** Shows the pieces in buffers that cost little, since there are as many as bytes. */
  private RecordedConnection cut(IntPredicate cut) {
    Observed observed = new Observed();
    pieces(
        cut,
        (from, bytes, start, end) ->
            observed.observer.bytes(
                from, Unpooled.wrappedBuffer(bytes, start, end - start), observed.tick()),
        observed::ended);
    return observed.connection();
  }

  private interface Bytes {
    void said(Side from, byte[] bytes, int start, int end);
  }

  private interface End {
    void done(Side from, EndKind kind);
  }

  private void pieces(IntPredicate cut, Bytes piece, End ended) {
    int offset = 0;
    for (Step step : steps) {
      if (step.isEnd()) {
        ended.done(step.from(), step.end());
      }
      byte[] bytes = step.bytes();
      int start = 0;
      for (int i = 1; i <= bytes.length; i++) {
        if (i == bytes.length || cut.test(offset + i)) {
          piece.said(step.from(), bytes, start, i);
          start = i;
        }
      }
      offset += bytes.length;
    }
  }

  private static String facts(RecordedConnection connection) {
    String facts =
        Stream.of(
                connection.protocol(),
                connection.exchangeCount(),
                connection.exchanges(),
                connection.unsolicited(),
                connection.upgrade(),
                connection.http2(),
                connection.tls(),
                connection.estimatedExchanges().map(EstimatedExchanges::count),
                connection.strayBytes(),
                connection.observerRetired())
            .map(fact -> fact.toString().replaceAll(TIMES, "T"))
            .reduce((one, other) -> one + "\n" + other)
            .orElseThrow();
    if (connection.observerRetired().orElse("").startsWith("the observer failed")) {
      throw new AssertionError(facts);
    }
    return facts;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    steps.forEach(
        step ->
            text.append(step.from())
                .append(
                    step.isEnd() ? " " + step.end() : " " + new String(step.bytes(), ISO_8859_1))
                .append('\n'));
    return text.toString();
  }
}
