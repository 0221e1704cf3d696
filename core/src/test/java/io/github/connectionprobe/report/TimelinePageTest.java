package io.github.connectionprobe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelinePageTest {

  private static final Path PICTURE = Path.of("../docs/timeline.svg");

  @Test
  void pageIsAsApproved() throws IOException {
    assertApproved("timeline.html", page(Recordings.everything()).ofTest("T t()").toString());
  }

  @Test
  void pictureInTheReadmeIsTheOneThisBuildDraws() throws IOException {
    Path drawn = Path.of("target/pages/timeline.svg");
    Files.createDirectories(drawn.getParent());
    Files.writeString(drawn, page(Recordings.readme()).picture());

    assertThat(drawn)
        .as("If the new picture is better, copy core/%s to docs/timeline.svg", drawn)
        .hasSameTextualContentAs(PICTURE);
  }

  @Test
  void sameRecordingGivesTheSameBytes() {
    assertThat(page(Recordings.everything())).hasToString(page(Recordings.everything()).toString());
  }

  @Test
  void figuresAreThoseOfTheRecording() {
    WrittenPage page = new WrittenPage(page(Recordings.everything()).toString());

    assertThat(page.figures())
        .containsEntry("opened", "9")
        .containsEntry("needed", "3")
        .containsEntry("avoidable", "0")
        .containsEntry("carried-over", "1")
        .containsEntry("exchanges", "11")
        .containsEntry("in-flight", "3")
        .containsEntry("open", "5")
        .containsEntry("resets", "1");
  }

  @Test
  void everyExchangeHasATitleWithItsExactTimes() {
    WrittenPage page = new WrittenPage(page(Recordings.readme()).toString());

    assertThat(page.titles())
        .contains(
            "1.1 GET /orders/1 200\n+39.000 ms to +196.000 ms (157 ms)\nrequest: Connection: close",
            "2.1 GET /orders/2 200\n+270.000 ms to +277.000 ms (7 ms)",
            "FIN by server while idle\n+201.000 ms",
            "#2 opened +232.000 ms\nrequest-close");
  }

  @Test
  void halfClosedTruncatedAndUnreachableConnectionsShowAsSuch() {
    WrittenPage page = new WrittenPage(page(Recordings.everything()).toString());

    assertThat(page.titles())
        .contains(
            "half-closed by server",
            "RST by server in the middle of a response\n+101.000 ms",
            "upstream refused the connection, +111.000 ms",
            "TLS 1.3 handshake, in full\n+131.000 ms to +147.000 ms (16 ms)",
            "10.2 GET /open 200, cut short\n+290.000 ms, not complete",
            "6.1 GET /gave-up no response\n+141.000 ms, not complete");
  }

  @Test
  void causesStandBesideTheLaneAndInFull() {
    WrittenPage page = new WrittenPage(page(Recordings.readme()).toString());

    assertThat(page.text())
        .contains("request-close (observed): The client sent \"Connection: close\" with 1.1")
        .contains("Why #2 was opened")
        .contains("Opened from OrderClient.java:37.")
        .contains("Fix: Remove the interceptor or request header that adds \"Connection: close\".");
  }

  @Test
  void nothingHostileBecomesMarkup() {
    String hostile = page(Recordings.hostile()).ofTest("<script>'\"\u202e").toString();
    WrittenPage page = new WrittenPage(hostile);

    assertThat(page.elements()).doesNotContain("script", "iframe", "img", "object", "link");
    assertThat(page.attributes()).noneMatch(name -> name.startsWith("on") || name.equals("style"));
    assertThat(hostile).doesNotContain("\u202e", "\u0000", "\u001b", "<script");
    assertThat(page.text()).contains("<script>alert(1)</script>\"'&\\u001b[2J\\u202e\\u0000");
  }

  @Test
  void hostilePictureIsWellFormedToo() {
    WrittenPage picture = new WrittenPage(page(Recordings.hostile()).picture());

    assertThat(picture.elements()).doesNotContain("script");
  }

  @Test
  void nothingSecretIsWritten() {
    String secret = "s3cr3t";
    Script script = new Script().agent("okhttp/4.12.0 " + secret);
    for (int i = 0; i < 3; i++) {
      script
          .open(100 * i)
          .get(
              "/orders",
              100 * i + 1,
              100 * i + 5,
              x ->
                  x.request("Authorization", "Bearer " + secret)
                      .request("Cookie", secret)
                      .request("X-Api-Key", secret)
                      .request("Connection", "close, " + secret)
                      .response("Set-Cookie", secret));
    }

    assertThat(page(script.recording()).toString()).doesNotContain(secret);
    assertThat(page(script.recording()).picture()).doesNotContain(secret);
  }

  @Test
  void nothingIsAskedForFromOutside() {
    WrittenPage page = new WrittenPage(page(Recordings.everything()).toString());

    assertThat(page.attributes()).doesNotContain("src", "srcset", "data", "action", "xlink:href");
    assertThat(page.values("href")).isNotEmpty().allMatch(address -> address.startsWith("#cause-"));
    assertThat(page.text()).doesNotContain("@import", "url(http", "url(//");
  }

  @Test
  void ofTenThousandConnectionsAHundredHaveALane() {
    String html = page(Recordings.many(10_000)).toString();
    WrittenPage page = new WrittenPage(html);

    assertThat(page.values("data-connection")).hasSize(100);
    assertThat(page.text())
        .contains("9,900 more connections, without a lane")
        .contains("9,900 exchanges, 9,900 avoidable, 9,900 ended by client with FIN");
    assertThat(html.length()).isLessThan(500_000);
  }

  @Test
  void veryManyExchangesOnAConnectionAreDrawnTogether() {
    Script script = new Script();
    Script.Connection connection = script.open(0);
    for (int i = 0; i < 20_000; i++) {
      connection.get("/orders/" + i, i + 1, i + 1.5);
    }

    String html = page(script.recording()).toString();

    assertThat(html.length()).isLessThan(100_000);
    assertThat(html).containsPattern("[0-9]+ exchanges, 1\\.1 to 1\\.[0-9]+, 2xx");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void recordingWithAlmostNothingInItIsAPage(int connections) {
    assertThat(new WrittenPage(page(Recordings.many(connections)).toString()).figures())
        .containsEntry("opened", "" + connections);
  }

  @Test
  void foldersAreMadeForTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a/b/c.html");

    page(Recordings.readme()).write(file);

    assertThat(file).content(StandardCharsets.UTF_8).startsWith("<!DOCTYPE html>");
  }

  private static TimelinePage page(Recording recording) {
    return TimelinePage.of(Diagnosis.of(recording));
  }

  static void assertApproved(String name, String written) throws IOException {
    Path kept = Path.of("target/pages/approved-candidates", name);
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, written);
    List<String> approved;
    try (InputStream file = TimelinePageTest.class.getResourceAsStream(name)) {
      approved =
          file == null
              ? List.of()
              : new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(written.lines())
        .as("If the new page is better, copy core/%s over the test resource of that name", kept)
        .containsExactlyElementsOf(approved);
  }
}
