package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;

/** HTTP/2: frames, streams and HPACK, behind the preface of a client. */
public final class Http2Fuzz {

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);

  private Http2Fuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(PREFACE);
    all.writeBytes(input);
    ConversationFuzz.check(all.toByteArray());
  }

  /** The dialogues without their preface, but for those that begin in another way. */
  public static Stream<byte[]> seeds() {
    String preface = new String(PREFACE, ISO_8859_1);
    return Conversation.dialogues("http2")
        .map(dialogue -> new String(dialogue, ISO_8859_1).replaceFirst("^\u00ff>", ""))
        .filter(dialogue -> dialogue.startsWith(preface))
        .map(dialogue -> dialogue.substring(preface.length()).getBytes(ISO_8859_1));
  }
}
