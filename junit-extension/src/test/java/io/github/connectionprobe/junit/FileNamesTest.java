package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"orders", "com.acme.OrderClientTest", "reuses_one-connection", "console"})
  void plainNamesStayAsTheyAre(String name) {
    assertThat(FileNames.safe(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, a_b-",
    "a\\b, a_b-",
    "a:b, a_b-",
    "'what? <now> | \"then\" *', what_now_then_-",
    "../../etc/passwd, _.._etc_passwd-",
    "..., _-",
    "'', _-",
    "trailing., trailing-",
    "'reuses one connection', reuses_one_connection-",
    "größer, größer-",
  })
  void whatFileSystemsRefuseIsReplacedAndMarked(String name, String start) {
    assertThat(FileNames.safe(name)).matches(Pattern.quote(start) + "[0-9a-f]{8}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CON", "con", "nul.txt", "Com1", "lpt9.orders"})
  void namesThatWindowsKeepsForDevicesAreChanged(String name) {
    assertThat(FileNames.safe(name)).matches("_(?i)" + name + "-[0-9a-f]{8}");
  }

  @Test
  void namesThatOnlyLookAlikeAfterwardsStayApart() {
    assertThat(FileNames.safe("a/b")).isNotEqualTo(FileNames.safe("a:b"));
    assertThat(FileNames.safe("u\u0308ber")).isNotEqualTo(FileNames.safe("\u00fcber"));
    assertThat(FileNames.safe("x".repeat(200) + "1"))
        .isNotEqualTo(FileNames.safe("x".repeat(200) + "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "界", "\ud842\udfb7"})
  void longNamesAreCutToWhatFileSystemsTake(String character) {
    String safe = FileNames.safe(character.repeat(300));

    assertThat(safe.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(90, 100);
  }
}
