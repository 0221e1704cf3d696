package io.github.connectionprobe.benchmark;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import java.io.IOException;

/** A probe in a JVM of its own, as every other peer is a process of its own. */
final class ProbeProcess {

  private ProbeProcess() {}

  public static void main(String... args) throws IOException {
    try (RecordingProxy proxy = RecordingProxy.to(Upstream.parse("127.0.0.1:" + args[0])).start()) {
      System.out.println(proxy.port());
      awaitEndOfInput();
    }
  }

  /** Whoever started this process ends it by closing its standard input. */
  static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {}
  }
}
