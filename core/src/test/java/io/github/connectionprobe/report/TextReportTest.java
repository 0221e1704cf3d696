package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.*;
import org.junit.jupiter.api.Test;

class TextReportTest {
  @Test
  void smoke() {
    Script s = new Script().agent("okhttp/4.12.0");
    s.open(100)
        .get("/orders/1", 102, 109, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 111);
    s.open(145).get("/orders/2", 146, 150);
    System.out.println(TextReport.heading(s.recording()));
    System.out.println(TextReport.of(s.recording()));
    s = new Script().agent("okhttp/4.12.0");
    for (int i = 0; i < 12; i++) {
      s.open(10 * i).get("/orders/" + i, 10 * i + 1, 10 * i + 4);
    }
    System.out.println(TextReport.of(s.recording()));
    s = new Script().agent("okhttp/4.12.0");
    for (int i = 0; i < 10000; i++) {
      s.open(10 * i).get("/orders/" + i, 10 * i + 1, 10 * i + 4);
    }
    long t = System.nanoTime();
    System.out.println(TextReport.of(s.recording()).length());
    System.out.println((System.nanoTime() - t) / 1e6);
  }
}
