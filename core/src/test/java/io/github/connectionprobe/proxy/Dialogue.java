package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What two peers say to each other, and the facts to be known when they have said it. In the files
 * a dialogue begins with {@code == name}; {@code >} is the client, {@code <} the server, a FIN or
 * RST stands right behind, and {@code =} is a fact. Line breaks are only those written as escapes.
 */
record Dialogue(String name, List<Step> steps, List<String> facts) {

  private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|t|x[0-9a-f]{2})");

  private static final String DAMAGE = "\r\n :;,\t0159afzG/\u0000\u00ff";

  /** Some bytes of one peer, or its end. */
  record Step(Side from, byte[] bytes, EndKind end) {

    boolean isEnd() {
      return end != null;
    }
  }

  static Stream<Dialogue> all() {
    return Stream.of(
            "requests",
            "targets",
            "responses",
            "chunked",
            "pairing",
            "upgrades",
            "tolerance",
            "garbage",
            "protocols",
            "http2")
        .flatMap(Dialogue::in);
  }

  /** The dialogues of one file. */
  static Stream<Dialogue> in(String file) {
    return read(file + ".txt").stream();
  }

  int length() {
    return steps.stream().mapToInt(step -> step.bytes().length).sum();
  }

  /**
   * Returns a dialogue in which a few bytes are others, lost or said twice; its facts are not
   * known.
   */
  Dialogue damaged(SplittableRandom random) {
    return new Dialogue(
        name, steps.stream().map(step -> damaged(step, random)).toList(), List.of());
  }

  private static Step damaged(Step step, SplittableRandom random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte b : step.bytes()) {
      int damage = random.nextInt(60);
      boolean another = damage == 0;
      boolean lost = damage == 1;
      boolean twice = damage == 2;
      if (another) {
        bytes.write(DAMAGE.charAt(random.nextInt(DAMAGE.length())));
      } else if (!lost) {
        bytes.write(b);
      }
      if (twice) {
        bytes.write(b);
      }
    }
    return new Step(step.from(), bytes.toByteArray(), step.end());
  }

  String expected() {
    return String.join("\n", facts);
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<Dialogue> read(String file) {
    try (InputStream in = Dialogue.class.getResourceAsStream("dialogues/" + file)) {
      String text = new String(in.readAllBytes(), UTF_8);
      return Stream.of(text.split("(?m)^== ")).skip(1).map(Dialogue::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dialogue parse(String text) {
    List<String> lines = text.lines().toList();
    List<Step> steps = new ArrayList<>();
    List<String> facts = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("= ")) {
        facts.add(line.substring(2));
      } else if (!line.isEmpty()) {
        Side from = line.startsWith(">") ? Side.CLIENT : Side.SERVER;
        if (line.charAt(1) == ' ') {
          say(steps, from, unescape(line.substring(2)));
        } else {
          steps.add(new Step(from, new byte[0], EndKind.valueOf(line.substring(1))));
        }
      }
    }
    return new Dialogue(lines.get(0), steps, facts);
  }

  /** Lines of one peer without another between them are said in one breath. */
  private static void say(List<Step> steps, Side from, byte[] bytes) {
    Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last == null || last.isEnd() || last.from() != from) {
      steps.add(new Step(from, bytes, null));
      return;
    }
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    longer.writeBytes(last.bytes());
    longer.writeBytes(bytes);
    steps.set(steps.size() - 1, new Step(from, longer.toByteArray(), null));
  }

  private static byte[] unescape(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape -> Matcher.quoteReplacement(Character.toString(escaped(escape.group(1)))))
        .chars()
        .mapToObj(Character::toString)
        .collect(Collectors.joining())
        .getBytes(ISO_8859_1);
  }

  private static int escaped(String code) {
    return switch (code) {
      case "r" -> '\r';
      case "n" -> '\n';
      case "t" -> '\t';
      default -> Integer.parseInt(code.substring(1), 16);
    };
  }
}
