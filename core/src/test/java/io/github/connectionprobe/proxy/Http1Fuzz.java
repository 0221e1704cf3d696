package io.github.connectionprobe.proxy;

import java.util.stream.Stream;

/** HTTP/1: framing of requests and responses, and which belongs to which. */
public final class Http1Fuzz {

  private Http1Fuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    ConversationFuzz.check(input);
  }

  public static Stream<byte[]> seeds() {
    return Conversation.dialogues(
        "requests",
        "targets",
        "responses",
        "chunked",
        "pairing",
        "upgrades",
        "tolerance",
        "garbage",
        "protocols");
  }
}
