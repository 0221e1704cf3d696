package io.github.connectionprobe.proxy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;

/** TLS: records and handshakes, behind the first two bytes of a client. */
public final class TlsFuzz {

  private TlsFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(ProtocolDetector.TLS_RECORD);
    all.write(3);
    all.writeBytes(input);
    ConversationFuzz.check(all.toByteArray());
  }

  public static Stream<byte[]> seeds() {
    return TlsObserverTest.examples().map(TlsFuzz::withoutItsBeginning);
  }

  private static byte[] withoutItsBeginning(byte[] records) {
    return Arrays.copyOfRange(records, 2, records.length);
  }
}
