package io.github.connectionprobe.observer.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 7541 appendix C, and what is no HPACK. */
class HpackDecoderTest {

  private final HpackDecoder decoder = new HpackDecoder();

  private Fields decode(String hex) {
    byte[] block = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    Fields fields = new Fields();
    decoder.decode(block, block.length, fields::add);
    return fields;
  }

  private void assertRequest(String hex, String path, String headers) {
    Fields fields = decode(hex);
    assertThat(fields.method()).isEqualTo("GET");
    assertThat(fields.path()).isEqualTo(path);
    assertThat(fields.headers()).hasToString(headers);
  }

  @Test
  void readsTheRequestsOfC3() {
    assertRequest(
        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", "/", "host: www.example.com");
    assertRequest("8286 84be 5808 6e6f 2d63 6163 6865", "/", "host: www.example.com");
    assertRequest(
        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
        "/index.html",
        "host: www.example.com");
  }

  @Test
  void readsTheHuffmanCodedRequestsOfC4() {
    assertRequest("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", "/", "host: www.example.com");
    assertRequest("8286 84be 5886 a8eb 1064 9cbf", "/", "host: www.example.com");
    assertRequest(
        "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
        "/index.html",
        "host: www.example.com");
  }

  @Test
  void readsTheResponsesOfC6WithATableThatEvicts() {
    decode("3fe1 01");
    Fields first =
        decode(
            """
            4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81
            66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3
            """);
    Fields second = decode("4883 640e ffc1 c0bf");
    Fields third =
        decode(
            """
            88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a
            839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36
            72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07
            """);

    assertThat(first.status()).isEqualTo(302);
    assertThat(second.status()).isEqualTo(307);
    assertThat(third.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"53, 32", "fe3f, 33", "fffffff3, 10", "fffffbbf, 255", "1f, 97"})
  void readsHuffmanCodesOfAnyLength(String hex, int symbol) {
    byte[] coded = HexFormat.of().parseHex(hex);

    assertThat(Huffman.decode(coded, 0, coded.length)).isEqualTo(Character.toString(symbol));
  }

  @ParameterizedTest
  @ValueSource(strings = {"50", "1fff", "ffffffff", "fffffff0"})
  void huffmanCodesThatAreNotPaddedWithOnesAreRefused(String hex) {
    byte[] coded = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> Huffman.decode(coded, 0, coded.length))
        .isInstanceOf(HpackException.class);
  }

  @Test
  void queriesAndCredentialsAreNotKept() {
    Fields fields =
        decode(
            "82 04 0b 2f613f746f6b656e3d7374"
                + "41 08 753a704068 3a3830"
                + "0f08 0c 42617369632073656372 6574");

    assertThat(fields.path()).isEqualTo("/a");
    assertThat(fields.headers()).hasToString("host: h:80; authorization: Basic");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "be",
        "ff",
        "ffffffffffff7f",
        "40",
        "4001",
        "0082ffff",
        "3fe1ffff7f",
        "0081fc"
      })
  void whatIsNoBlockIsRefused(String hex) {
    assertThatThrownBy(() -> decode(hex)).isInstanceOf(HpackException.class);
  }

  @Test
  void anythingIsEitherReadOrRefused() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] block = new byte[random.nextInt(40)];
      random.nextBytes(block);
      try {
        new HpackDecoder().decode(block, block.length, field -> {});
      } catch (HpackException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", block " + Arrays.toString(block), e);
      }
    }
  }
}
