package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.InformationalResponse;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedRequest;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.Upgrade;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConnectionObserverTest {

  private static final String GET = "GET /a HTTP/1.1\r\n\r\n";
  private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

  private final Observed observed = new Observed();

  /** The clock of {@link Observed} shows the number of the read. */
  private static Duration read(long number) {
    return Duration.ofNanos(number);
  }

  @Nested
  class Times {

    @Test
    void areThoseOfTheReadsThatHeldTheFirstAndTheLastByte() {
      observed.client("POST /a HTTP/1.1\r\nContent-").client("Length: 2\r\n\r\na").client("b");
      observed.server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n").server("a").server("b");

      RecordedRequest request = observed.exchange(1).request();
      assertThat(request.firstByte()).isEqualTo(read(1));
      assertThat(request.lastByte()).isEqualTo(read(3));
      assertThat(observed.response(1).firstByte()).isEqualTo(read(4));
      assertThat(observed.response(1).lastByte()).isEqualTo(read(6));
    }

    @Test
    void ofRequestsDoNotIncludeEmptyLinesBetweenThem() {
      observed.client(GET).server(NO_CONTENT).client("\r\n").client(GET);

      assertThat(observed.exchange(2).start()).isEqualTo(read(4));
    }

    @Test
    void ofPipelinedRequestsInOneReadAreEqual() {
      observed.client(GET + GET).server(NO_CONTENT).server(NO_CONTENT);

      assertThat(observed.exchange(2).start()).isEqualTo(read(1));
      assertThat(observed.exchange(1).end()).contains(read(2));
      assertThat(observed.exchange(2).end()).contains(read(3));
    }

    @Test
    void ofMessagesUnderWayAreThoseOfTheLastByteSoFar() {
      observed.client("GET /a HT").client("TP/1.1\r\nHos");
      assertThat(observed.exchange(1).request().lastByte()).isEqualTo(read(2));

      observed
          .client("t: h\r\n\r\n")
          .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      observed.server("5").server("\r\n");
      assertThat(observed.response(1).lastByte()).isEqualTo(read(6));
    }

    @Test
    void ofABodyThatEndsWithTheConnectionStopAtItsLastByte() {
      observed.client(GET).server("HTTP/1.1 200 OK\r\n\r\nbody");
      observed.ended(Side.SERVER, EndKind.FIN);

      assertThat(observed.response(1).complete()).isTrue();
      assertThat(observed.response(1).lastByte()).isEqualTo(read(2));
    }

    @Test
    void ofAResponseDoNotBeginWithTheInterimOneBefore() {
      observed.client(GET).server("HTTP/1.1 103 Early").server(" Hints\r\n\r\n").server(NO_CONTENT);

      assertThat(observed.exchange(1).informational())
          .containsExactly(new InformationalResponse(103, read(3)));
      assertThat(observed.response(1).firstByte()).isEqualTo(read(4));
    }

    @Test
    void ofAnUpgradeAreThoseOfTheEndOfItsHead() {
      observed.client("CONNECT h:1 HTTP/1.1\r\n\r\n").server("HTTP/1.1 200 OK\r\n").server("\r\n");

      assertThat(observed.connection().upgrade()).contains(new Upgrade(1, "tunnel", read(3)));
    }
  }

  @Nested
  class Phases {

    @Test
    void followAnExchangeFromItsFirstByteToItsLast() {
      assertThat(observed.phase()).isEqualTo(Phase.UNUSED);
      assertThat(observed.client("G").phase()).isEqualTo(Phase.IN_REQUEST);
      assertThat(observed.client("ET /a HTTP/1.1\r\n").phase()).isEqualTo(Phase.IN_REQUEST);
      assertThat(observed.client("\r\n").phase()).isEqualTo(Phase.AWAITING_RESPONSE);
      assertThat(observed.server("H").phase()).isEqualTo(Phase.IN_RESPONSE);
      assertThat(observed.server("TTP/1.1 204 No Content\r\n").phase())
          .isEqualTo(Phase.IN_RESPONSE);
      assertThat(observed.server("\r\n").phase()).isEqualTo(Phase.IDLE);
    }

    @Test
    void waitOnAfterAnInterimResponse() {
      observed.client(GET).server("HTTP/1.1 100 Continue\r\n\r\n");

      assertThat(observed.phase()).isEqualTo(Phase.AWAITING_RESPONSE);
    }

    @Test
    void areThoseOfTheOldestOpenExchange() {
      observed.client(GET).client("GET /b HT");
      assertThat(observed.phase()).isEqualTo(Phase.AWAITING_RESPONSE);

      observed.server(NO_CONTENT);
      assertThat(observed.phase()).isEqualTo(Phase.IN_REQUEST);
    }

    @Test
    void stayInTheRequestThatWasAnsweredTooEarly() {
      observed.client("POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\na").server(NO_CONTENT);
      assertThat(observed.phase()).isEqualTo(Phase.IN_REQUEST);

      observed.client("b");
      assertThat(observed.phase()).isEqualTo(Phase.IDLE);
    }

    @Test
    void doNotHeedAResponseThatNobodyAskedFor() {
      observed.client(GET).server(NO_CONTENT).server("HTTP/1.1 408 Timeout\r\n");

      assertThat(observed.phase()).isEqualTo(Phase.IDLE);
    }

    @Test
    void areOpaqueFromTheResponseThatUpgradesOn() {
      observed.client("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
      observed.server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n");
      assertThat(observed.phase()).isEqualTo(Phase.IN_RESPONSE);

      observed.server("\r\n");
      assertThat(observed.phase()).isEqualTo(Phase.OPAQUE);
      assertThat(observed.response(1).framing()).isEqualTo(BodyFraming.UPGRADED);
    }
  }

  @Nested
  class Limits {

    @Test
    void aHeadMayBe64KibLong() {
      String start = "GET /a HTTP/1.1\r\nX: ";
      String end = "\r\nHost: h\r\n\r\n";
      String filling = "x".repeat(64 * 1024 - start.length() - end.length());
      observed.client(start + filling + end);

      assertThat(observed.phase()).isEqualTo(Phase.AWAITING_RESPONSE);
      assertThat(observed.exchange(1).request().headers().first("host")).contains("h");
    }

    @Test
    void aLongerHeadRetiresTheObserverHoweverItArrives() {
      byte[] head = ("GET /a HTTP/1.1\r\nX: " + "x".repeat(64 * 1024)).getBytes(ISO_8859_1);
      observed.bytes(Side.CLIENT, head);
      Observed slowly = new Observed();
      for (int i = 0; i < head.length; i += 1_000) {
        slowly.bytes(Side.CLIENT, head, i, Math.min(head.length, i + 1_000));
      }

      assertThat(observed.retired()).isEqualTo("in request 1.1: its head is longer than 64 KiB");
      assertThat(slowly.facts()).isEqualTo(observed.facts());
      assertThat(observed.phase()).isEqualTo(Phase.OPAQUE);
      assertThat(observed.exchange(1).request().complete()).isFalse();
    }

    @Test
    void aRequestLineWithoutAnEndRetiresTheObserver() {
      observed.client("GET /" + "x".repeat(70_000));

      assertThat(observed.connection().protocol()).isEqualTo(Protocol.HTTP_1);
      assertThat(observed.retired()).isEqualTo("in request 1.1: its head is longer than 64 KiB");
    }

    @Test
    void aStatusLineWithoutAnEndRetiresTheObserver() {
      observed.client(GET).server("HTTP/1.1 200 " + "x".repeat(70_000));

      assertThat(observed.retired())
          .isEqualTo("in the response to 1.1: its head is longer than 64 KiB");
    }

    @Test
    void exchangesBeyondTheFirstAndTheLatestAreOnlyCounted() {
      for (int i = 1; i <= 3_000; i++) {
        observed.client("GET /" + i + " HTTP/1.1\r\n\r\n").server(NO_CONTENT);
      }
      observed.client(GET);

      RecordedConnection connection = observed.connection();
      List<Long> kept = connection.exchanges().stream().map(RecordedExchange::number).toList();
      assertThat(connection.exchangeCount()).isEqualTo(3_001);
      assertThat(kept).hasSize(1_100).isSorted();
      assertThat(kept.subList(0, 100)).endsWith(100L);
      assertThat(kept.subList(100, 1_100)).startsWith(2_002L).endsWith(3_001L);
      assertThat(connection.exchanges().get(1_098).request().path()).isEqualTo("/3000");
    }

    @Test
    void pipeliningWithoutEndRetiresTheObserver() {
      observed.client(GET.repeat(1_000));
      assertThat(observed.phase()).isEqualTo(Phase.AWAITING_RESPONSE);

      observed.client(GET);
      assertThat(observed.retired())
          .isEqualTo("in request 1.1001: more than 1000 requests have no response yet");
      assertThat(observed.connection().exchangeCount()).isEqualTo(1_001);
      assertThat(observed.connection().exchanges()).hasSize(1_000);
    }

    @Test
    void longPathsMethodsAndValuesAreCut() {
      observed.client(
          "M".repeat(500)
              + " /"
              + "p".repeat(5_000)
              + "?q HTTP/1.1\r\n"
              + "User-Agent: "
              + "u".repeat(5_000)
              + "\r\n\r\n");

      RecordedRequest request = observed.exchange(1).request();
      assertThat(request.method()).isEqualTo("M".repeat(100) + "…");
      assertThat(request.path()).isEqualTo("/" + "p".repeat(1_999) + "…");
      assertThat(request.headers().first("user-agent")).contains("u".repeat(1_000) + "…");
    }

    @Test
    void fieldsThatNeverEndAreCut() {
      observed.client("GET /a HTTP/1.1\r\n" + "Host: h\r\n".repeat(5_000) + "\r\n");

      assertThat(observed.exchange(1).request().headers().all("host")).hasSize(64);
    }

    @Test
    void aLengthIsReadEvenBehindTheFieldsThatAreCut() {
      observed.client(
          "POST /a HTTP/1.1\r\n" + "Host: h\r\n".repeat(100) + "Content-Length: 2\r\n\r\na");

      assertThat(observed.exchange(1).request().framing()).isEqualTo(BodyFraming.CONTENT_LENGTH);
      assertThat(observed.client("b").phase()).isEqualTo(Phase.AWAITING_RESPONSE);
    }

    @Test
    void interimAndUnsolicitedResponsesAreBounded() {
      observed.server("HTTP/1.1 408 Timeout\r\nContent-Length: 0\r\n\r\n".repeat(1_000));
      observed.client(GET).server("HTTP/1.1 102 Processing\r\n\r\n".repeat(1_000) + NO_CONTENT);

      assertThat(observed.connection().unsolicited()).hasSize(10);
      assertThat(observed.exchange(1).informational()).hasSize(100);
      assertThat(observed.response(1).status()).isEqualTo(204);
    }

    @Test
    void aBodyMayBeLongerThanAnIntegerCanSay() {
      long length = 5L << 30;
      observed.client(GET).server("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
      ByteBuf mebibyte = Unpooled.wrappedBuffer(new byte[1 << 20]);
      for (int i = 1; i < 5 << 10; i++) {
        observed.observer.bytes(Side.SERVER, mebibyte, i);
      }
      assertThat(observed.phase()).isEqualTo(Phase.IN_RESPONSE);

      observed.observer.bytes(Side.SERVER, mebibyte, 1);
      assertThat(observed.response(1).complete()).isTrue();
      assertThat(observed.response(1).bodyBytes()).isEqualTo(length);
    }
  }

  @Nested
  class Descriptions {

    @Test
    void areNotBuiltAgainWhileNothingHappens() {
      observed.client(GET).server(NO_CONTENT).client(GET);

      List<RecordedExchange> exchanges = observed.connection().exchanges();
      assertThat(observed.connection().exchanges()).isSameAs(exchanges);
    }

    @Test
    void holdTheSameExchangesOnceTheseAreComplete() {
      RecordedExchange first = observed.client(GET).server(NO_CONTENT).exchange(1);

      assertThat(observed.client(GET).exchange(1)).isSameAs(first);
    }

    @Test
    void doNotChangeWhenMoreHappens() {
      RecordedConnection before = observed.client(GET).connection();
      observed.server(NO_CONTENT).client(GET);

      assertThat(before.exchanges()).hasSize(1);
      assertThat(before.exchanges().get(0).complete()).isFalse();
    }

    @Test
    void shareFieldsThatAMessageRepeats() {
      observed.client("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").server(NO_CONTENT);
      observed.client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").server(NO_CONTENT);

      assertThat(observed.exchange(2).request().headers())
          .isSameAs(observed.exchange(1).request().headers());
    }

    @Test
    void tellTheSameFieldsApartWhereTheMethodDoes() {
      String response = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
      observed.client("HEAD /a HTTP/1.1\r\n\r\n").server(response);
      observed.client(GET).server(response).server("x");

      assertThat(observed.response(1).framing()).isEqualTo(BodyFraming.NONE);
      assertThat(observed.response(2).framing()).isEqualTo(BodyFraming.CONTENT_LENGTH);
      assertThat(observed.phase()).isEqualTo(Phase.IDLE);
    }

    @Test
    void countExchangesOnlyOnceTheyAreKnownToBeSome() {
      assertThat(observed.client("GET /a HTTP/").connection().exchangeCount()).isZero();
      assertThat(observed.client("1.1\r\n").connection().exchangeCount()).isOne();
    }
  }

  @Nested
  class Retirement {

    @Test
    void keepsWhatWasKnownAndLooksAtNothingMore() {
      observed.client(GET).server(NO_CONTENT).client(GET).server("garbage\r\n");
      String facts = observed.facts();
      observed.client(GET).server(NO_CONTENT);
      observed.ended(Side.SERVER, EndKind.FIN);

      assertThat(observed.facts()).isEqualTo(facts);
      assertThat(observed.exchange(1).complete()).isTrue();
      assertThat(observed.exchange(2).complete()).isFalse();
    }

    @Test
    void followsAFailureOfTheObserverItself() {
      ByteBuf released = Unpooled.buffer().writeBytes(GET.getBytes(ISO_8859_1));
      released.release();
      observed.observer.bytes(Side.CLIENT, released, 1);

      assertThat(observed.retired())
          .isEqualTo("the observer failed with io.netty.util.IllegalReferenceCountException");
      assertThat(observed.phase()).isEqualTo(Phase.OPAQUE);
    }

    @Test
    void doesNotFollowAReadOfNothing() {
      observed.client("").server("");

      assertThat(observed.phase()).isEqualTo(Phase.UNUSED);
      assertThat(observed.connection().observerRetired()).isEmpty();
    }

    @Test
    void countsBytesThatNobodyAskedForHoweverTheyArrive() {
      observed.client(GET).server(NO_CONTENT + "abc").server("defg").client("x").server("hijk");

      assertThat(observed.retired())
          .isEqualTo("the server sent 7 bytes after response 1.1 that no request asked for");
    }
  }

  @Nested
  class Secrets {

    @Test
    void areInNoRecordedValue() {
      observed.client(
          "POST http://user:secret@h/a?token=secret#secret HTTP/1.1\r\n"
              + "Host: user:secret@h\r\nAuthorization: Bearer secret\r\n"
              + "Proxy-Authorization: secret\r\nCookie: id=secret\r\nX-Api-Key: secret\r\n"
              + "Content-Length: 6\r\n\r\nsecret");
      observed.server(
          "HTTP/1.1 401 secret\r\nSet-Cookie: id=secret\r\n"
              + "WWW-Authenticate: Digest nonce=secret\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n6;secret\r\nsecret\r\n0\r\nX: secret\r\n\r\n");
      observed.client("secret=1&more HTTP/1.1 secret\r\n");

      RecordedConnection connection = observed.connection();
      assertThat(connection.exchanges().get(0).complete()).isTrue();
      assertThat(connection.exchanges().toString()).doesNotContainIgnoringCase("secret");
      assertThat(observed.facts()).contains("retired").doesNotContainIgnoringCase("secret");
    }

    @Test
    void doNotGetIntoTheReasonOfARetirement() {
      IntStream.rangeClosed(1, 12)
          .mapToObj("secret-token"::substring)
          .map(garbage -> new Observed().client(GET).server(garbage + "\r\nsecret\r\n").retired())
          .forEach(reason -> assertThat(reason).matches("[^']*it begins with ('.'|the byte 0x0d)"));
    }

    @Test
    void doNotGetOutWithAnUnsolicitedResponse() {
      observed.server(
          "HTTP/1.1 408 secret\r\nSet-Cookie: secret\r\nConnection: close\r\n\r\nsecret");

      List<RecordedResponse> unsolicited = observed.connection().unsolicited();
      assertThat(unsolicited).hasSize(1);
      assertThat(unsolicited.toString()).doesNotContain("secret");
    }
  }
}
