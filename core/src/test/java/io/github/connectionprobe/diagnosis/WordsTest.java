package io.github.connectionprobe.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Script;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "0, less than 1 ms",
    "999, less than 1 ms",
    "1000, 1 ms",
    "9999000, 9999 ms",
    "10000000, 10 s",
    "61500000, 61 s"
  })
  void spansReadAsPeopleSayThem(long micros, String words) {
    assertThat(Words.span(TimeUnit.MICROSECONDS.toNanos(micros))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 bytes", "1, 1 byte", "2, 2 bytes"})
  void countsAgreeWithTheirNouns(long count, String words) {
    assertThat(Words.times(count, "byte")).isEqualTo(words);
  }

  @Test
  void wordsForMessagesAreLowerCase() {
    assertThat(Certainty.OBSERVED).hasToString("observed");
    assertThat(Certainty.INFERRED).hasToString("inferred");
    assertThat(Responsible.ENVIRONMENT).hasToString("environment");
    assertThat(ClientLibrary.JETTY).hasToString("Jetty's HttpClient");
  }

  @Test
  void diagnosisCountsWhatItWasGiven() {
    Script script = new Script();
    script.open(0).get("/a", 1, 2);
    script.open(100).get("/b", 101, 102);

    assertThat(Diagnosis.of(script.recording()).opened()).isEqualTo(2);
  }
}
