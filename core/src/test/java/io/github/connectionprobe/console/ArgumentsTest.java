package io.github.connectionprobe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What may be typed, and what is said where it may not. */
class ArgumentsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, MILLISECONDS, 500",
    "30s, MILLISECONDS, 30000",
    "2m, MILLISECONDS, 120000",
    "1 h, MILLISECONDS, 3600000",
    "10exchanges, EXCHANGES, 10",
    "1 Exchange, EXCHANGES, 1",
    "3 connections, CONNECTIONS, 3"
  })
  void anEndIsATimeOrACount(String text, ExitAfter.Unit unit, long amount) {
    assertThat(new ExitAfter.Converter().convert(text)).isEqualTo(new ExitAfter(unit, amount));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "10x", "0s", "-1s", "s", "99999999999s"})
  void anythingElseIsNoEnd(String text) {
    assertThatThrownBy(() -> new ExitAfter.Converter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("\"" + text + "\" does not say when to end. Accepted are ");
  }

  @Test
  void onlyCompleteExchangesAndConnectionsThatAreOverCount() {
    Script script = new Script();
    script.open(0).get("/a", 1, 2).closedBy(Side.CLIENT, EndKind.FIN, 3);
    script.open(4).get("/b", 5, 6, it -> it.unanswered());

    assertThat(new ExitAfter(ExitAfter.Unit.EXCHANGES, 1).reached(script.recording())).isTrue();
    assertThat(new ExitAfter(ExitAfter.Unit.EXCHANGES, 2).reached(script.recording())).isFalse();
    assertThat(new ExitAfter(ExitAfter.Unit.CONNECTIONS, 1).reached(script.recording())).isTrue();
    assertThat(new ExitAfter(ExitAfter.Unit.CONNECTIONS, 2).reached(script.recording())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "9201, 127.0.0.1, 9201",
    "0, 127.0.0.1, 0",
    "0.0.0.0:9201, 0.0.0.0, 9201",
    "[::1]:9201, ::1, 9201"
  })
  void aPlaceToListenOnIsAPortWithOrWithoutAnAddress(String text, String host, int port)
      throws IOException {
    assertThat(new ListenAddress.Converter().convert(text))
        .isEqualTo(new ListenAddress(InetAddress.getByName(host), port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "port", "70000", "::1:9201", "localhost:", "[::1]", "1:2:3"})
  void anythingElseIsNoPlaceToListenOn(String text) {
    assertThatThrownBy(() -> new ListenAddress.Converter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("Accepted are a port such as 9201");
  }

  @Test
  void withoutUpstreamTheProgramSaysWhatIsMissing() {
    assertTrouble(
        """
        No upstream was given. Name the server, for example by its port: 9200.
        --help shows what is accepted, with an example.
        """);
  }

  @Test
  void twoUpstreamsAreOneTooMany() {
    assertTrouble(
        """
        Two upstreams were given, "9200" and "9300". Give one: either --upstream or the argument.
        --help shows what is accepted, with an example.
        """,
        "9200",
        "-u",
        "9300");
  }

  @Test
  void aMistypedOptionIsAnsweredWithTheRightOne() {
    assertTrouble(
        """
        Unknown option: '--exit-aftr=3s'
        Possible solutions: --exit-after
        --help shows what is accepted, with an example.
        """,
        "9200",
        "--exit-aftr=3s");
  }

  @Test
  void anIpv6AddressNeedsItsBrackets() {
    assertThat(trouble("::1:9200")).contains("\"::1:9200\"").contains("[::1]:9200");
  }

  @Test
  void aPortThatIsTakenIsToldBeforeAnythingIsRelayed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(trouble("1", "--listen", Integer.toString(taken.getLocalPort())))
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("Choose a free port");
    }
  }

  @Test
  void aProbeDoesNotRelayToItself() {
    assertTrouble(
        """
        The probe would listen on port 65000 and relay to the same place, so to itself. Let it \
        listen on another port, such as --listen 65001.
        """,
        "65000",
        "--listen",
        "65000");
  }

  @Test
  void helpHasAnExampleAndTheExitCodes() {
    StringWriter out = new StringWriter();

    int code =
        commandLine(new ByteArrayOutputStream()).setOut(new PrintWriter(out)).execute("--help");

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("--listen 9201 9200")
        .contains("1   reuse was lost")
        .contains("--json");
  }

  @Test
  void jsonEscapesWhatJsonMustEscape() {
    assertThat(
            Json.of(
                new Details()
                    .with("a\"b", "c\\d\n\u0001")
                    .with("n", List.of(1, true))
                    .with("left out", null)
                    .with("m", Map.of("k", 1.5))
                    .toMap()))
        .isEqualTo("{\"a\\\"b\":\"c\\\\d\\u000a\\u0001\",\"n\":[1,true],\"m\":{\"k\":1.5}}");
  }

  private static void assertTrouble(String message, String... arguments) {
    assertThat(trouble(arguments)).isEqualToNormalizingNewlines(message);
  }

  /** Returns what is printed as an error. */
  private static String trouble(String... arguments) {
    StringWriter err = new StringWriter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int code = commandLine(out).setErr(new PrintWriter(err)).execute(arguments);

    assertThat(code).isEqualTo(ExitCode.TROUBLE);
    assertThat(out.toString()).isEmpty();
    return err.toString();
  }

  private static CommandLine commandLine(ByteArrayOutputStream out) {
    return Main.commandLine(new WatchCommand(new PrintStream(out), Interruption.none()));
  }
}
