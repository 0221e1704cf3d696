package io.github.connectionprobe.recording;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Recordings written by hand, for tests. Times are milliseconds from the start of the recording.
 *
 * <pre>{@code
 * Script script = new Script().agent("okhttp/4.12.0");
 * script.open(0).get("/a", 2, 9).closedBy(Side.CLIENT, EndKind.FIN, 11);
 * script.open(45).get("/b", 46, 50);
 * Recording recording = script.recording();
 * }</pre>
 */
public final class Script {

  private final List<Connection> connections = new ArrayList<>();
  private String agent = "";
  private String host = "localhost:8080";
  private long from;
  private int peakEver;

  /** Sets the User-Agent of the exchanges that follow; empty for none. */
  public Script agent(String agent) {
    this.agent = agent;
    return this;
  }

  /** Sets the Host of the exchanges that follow. */
  public Script host(String host) {
    this.host = host;
    return this;
  }

  /** Makes the recording a window that begins at that moment. */
  public Script from(long millis) {
    from = millis;
    return this;
  }

  /** Sets the peak that the recorder counted itself. */
  public Script peakEver(int peak) {
    peakEver = peak;
    return this;
  }

  /** Opens the next connection. */
  public Connection open(double at) {
    Connection connection = new Connection(connections.size() + 1, at);
    connections.add(connection);
    return connection;
  }

  /** Returns what was recorded, read after the last thing that happened. */
  public Recording recording() {
    return new Recording(
        "orders",
        "localhost:54321",
        "localhost:8080",
        Instant.EPOCH,
        millis(from),
        millis(100_000_000),
        peakEver,
        connections.stream().map(Connection::build).toList());
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos(Math.round(millis * 1_000_000));
  }

  /** One connection in the making. */
  public final class Connection {

    private final int number;
    private final List<RecordedExchange> exchanges = new ArrayList<>();
    private final RecordedConnection.Builder builder;
    private final Duration openedAt;
    private long next = 1;
    private Protocol protocol = Protocol.UNKNOWN;
    private Optional<Http2Facts> http2 = Optional.empty();

    private Connection(int number, double at) {
      this.number = number;
      openedAt = millis(at);
      builder =
          RecordedConnection.builder(
              number,
              InetSocketAddress.createUnresolved("127.0.0.1", 40_000 + number % 20_000),
              openedAt);
    }

    /** Adds a GET with a short 200 response, unless the details say otherwise. */
    @SafeVarargs
    public final Connection get(
        String path, double start, double end, UnaryOperator<Exchange>... details) {
      Exchange exchange = new Exchange("GET", path, start, end);
      for (UnaryOperator<Exchange> detail : details) {
        exchange = detail.apply(exchange);
      }
      exchanges.add(exchange.build(number, next++, http2.isPresent()));
      return speaking(http2.isPresent() ? Protocol.HTTP_2 : Protocol.HTTP_1);
    }

    /**
     * Makes it HTTP/2.
     *
     * @param settingsAt when the server's SETTINGS came; negative for never
     * @param limit how many streams the server allows; 0 for any number
     */
    public Connection http2(double settingsAt, int limit) {
      http2 =
          Optional.of(
              new Http2Facts(
                  settingsAt < 0 ? Optional.empty() : Optional.of(millis(settingsAt)),
                  limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit),
                  0,
                  List.of(),
                  0,
                  0,
                  0,
                  Optional.empty()));
      return speaking(Protocol.HTTP_2);
    }

    /** Sends a GOAWAY that names every stream. */
    public Connection goAway(Side by, long code, double at) {
      Http2Facts so = http2.orElseThrow();
      List<GoAway> goAways = new ArrayList<>(so.goAways());
      goAways.add(new GoAway(by, Integer.MAX_VALUE, code, millis(at)));
      http2 =
          Optional.of(
              new Http2Facts(
                  so.settingsAt(),
                  so.maxConcurrentStreams(),
                  so.peakStreams(),
                  goAways,
                  so.resets(),
                  so.pingsFromClient(),
                  so.pingsFromServer(),
                  so.fieldsUnreadable()));
      return this;
    }

    /** Leaves out so many exchanges, as the recorder does beyond its limit. */
    public Connection notKept(long count) {
      next += count;
      return this;
    }

    /** Sends the side's FIN. */
    public Connection fin(Side side, double at) {
      return end(side, EndKind.FIN, at);
    }

    /** Ends the connection: the side's FIN or RST, and the other's FIN right after a FIN. */
    public Connection closedBy(Side side, EndKind kind, double at) {
      end(side, kind, at);
      if (kind == EndKind.FIN) {
        end(side.other(), EndKind.FIN, at + 0.1);
      }
      builder.closedAt(millis(at + 0.1));
      return this;
    }

    private Connection end(Side side, EndKind kind, double at) {
      Duration moment = millis(at);
      builder.end(
          new ConnectionEnd(side, kind, phase(moment), moment, moment.minus(lastByte(moment))));
      return this;
    }

    private Phase phase(Duration at) {
      if (exchanges.isEmpty()) {
        return Phase.UNUSED;
      }
      RecordedExchange last = exchanges.get(exchanges.size() - 1);
      if (last.end().isPresent() && last.end().get().compareTo(at) <= 0
          || last.start().compareTo(at) > 0) {
        return Phase.IDLE;
      }
      if (!last.request().complete()) {
        return Phase.IN_REQUEST;
      }
      return last.response().isPresent() ? Phase.IN_RESPONSE : Phase.AWAITING_RESPONSE;
    }

    private Duration lastByte(Duration at) {
      return exchanges.stream()
          .map(RecordedExchange::lastByte)
          .filter(byteAt -> byteAt.compareTo(at) <= 0)
          .max(Duration::compareTo)
          .orElse(openedAt);
    }

    /** Sets what it speaks and gives it some bytes. */
    public Connection speaking(Protocol protocol) {
      this.protocol = protocol;
      return bytes(1000, 5000);
    }

    /** Sets how many bytes each side sent. */
    public Connection bytes(long fromClient, long fromServer) {
      builder.bytesFrom(Side.CLIENT, fromClient).bytesFrom(Side.SERVER, fromServer);
      return this;
    }

    /** Changes anything else. */
    public Connection with(Consumer<RecordedConnection.Builder> change) {
      change.accept(builder);
      return this;
    }

    private RecordedConnection build() {
      http2.ifPresent(builder::http2);
      return builder.protocol(protocol).exchanges(exchanges).exchangeCount(next - 1).build();
    }
  }

  /** One exchange in the making. */
  public final class Exchange {

    private String method;
    private final String path;
    private final Duration start;
    private final Duration end;
    private Duration requestEnd;
    private final FramingHeaders.Builder requestHeaders = FramingHeaders.builder();
    private final FramingHeaders.Builder responseHeaders = FramingHeaders.builder();
    private String requestVersion = "HTTP/1.1";
    private String responseVersion = "HTTP/1.1";
    private int status = 200;
    private BodyFraming framing = BodyFraming.CONTENT_LENGTH;
    private long body = 5;
    private boolean requestComplete = true;
    private boolean answered = true;
    private boolean complete = true;
    private Optional<StreamReset> reset = Optional.empty();

    private Exchange(String method, String path, double start, double end) {
      this.method = method;
      this.path = path;
      this.start = millis(start);
      this.end = millis(end);
      requestEnd = this.start;
      requestHeaders.add("host", host);
      if (!agent.isEmpty()) {
        requestHeaders.add("user-agent", agent);
      }
    }

    /** Sets the method. */
    public Exchange method(String method) {
      this.method = method;
      return this;
    }

    /** Adds a field to the request. */
    public Exchange request(String name, String value) {
      requestHeaders.add(name, value);
      return this;
    }

    /** Adds a field to the response. */
    public Exchange response(String name, String value) {
      responseHeaders.add(name, value);
      return this;
    }

    /** Sets the version of the request. */
    public Exchange requestVersion(String version) {
      requestVersion = version;
      return this;
    }

    /** Sets the version of the response. */
    public Exchange responseVersion(String version) {
      responseVersion = version;
      return this;
    }

    /** Sets the status. */
    public Exchange status(int status) {
      this.status = status;
      return this;
    }

    /** Sets the length of the response's body. */
    public Exchange body(long bytes) {
      body = bytes;
      return this;
    }

    /** Sets how the response's body ends. */
    public Exchange framing(BodyFraming framing) {
      this.framing = framing;
      return this;
    }

    /** Lets the request arrive to its end only at that moment. */
    public Exchange requestUntil(double at) {
      requestEnd = millis(at);
      return this;
    }

    /** Leaves the request's body unsent. */
    public Exchange requestIncomplete() {
      requestComplete = false;
      return this;
    }

    /** Leaves the request without a response. */
    public Exchange unanswered() {
      answered = false;
      return this;
    }

    /** Cuts the response short. */
    public Exchange truncated() {
      complete = false;
      return this;
    }

    /** Cancels the stream. */
    public Exchange reset(Side by, double at) {
      return reset(by, 8, at);
    }

    /** Resets the stream. */
    public Exchange reset(Side by, long code, double at) {
      reset = Optional.of(new StreamReset(by, false, code, millis(at)));
      complete = false;
      return this;
    }

    private RecordedExchange build(int connection, long number, boolean stream) {
      RecordedRequest request =
          new RecordedRequest(
              method,
              path,
              requestVersion,
              requestHeaders.build(),
              BodyFraming.NONE,
              0,
              start,
              requestEnd,
              requestComplete);
      RecordedResponse response =
          new RecordedResponse(
              status,
              responseVersion,
              responseHeaders.build(),
              framing,
              body,
              // The head comes first, so that a body has a duration.
              start.plus(end.minus(start).dividedBy(2)),
              end,
              complete);
      return new RecordedExchange(
          connection,
          number,
          request,
          List.of(),
          answered ? Optional.of(response) : Optional.empty(),
          stream
              ? Optional.of(new RecordedStream((int) (2 * number - 1), reset))
              : Optional.empty());
    }
  }
}
