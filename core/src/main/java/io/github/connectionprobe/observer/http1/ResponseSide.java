package io.github.connectionprobe.observer.http1;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** The server's messages: each answers the oldest open exchange, or nothing that was asked. */
final class ResponseSide implements Messages {

  private final Exchanges exchanges;
  private final MessageScanner requests;
  private final HeadMemory headMemory;
  private final MessageScanner scanner;
  private @Nullable OpenExchange exchange;
  private @Nullable OpenResponse response;

  ResponseSide(Exchanges exchanges, MessageScanner requests, HeadMemory headMemory) {
    this.exchanges = exchanges;
    this.requests = requests;
    this.headMemory = headMemory;
    this.scanner = new MessageScanner(this, headMemory);
  }

  MessageScanner scanner() {
    return scanner;
  }

  /** Returns where the server's bytes are, in words. */
  String place(int connection) {
    return exchange == null
        ? "in a response that no request asked for"
        : "in the response to " + connection + "." + exchange.number();
  }

  /** Returns true where the bytes are none that a request asked for, nor the head of a response. */
  boolean stray() {
    return exchange == null && response != null && !response.hasHead();
  }

  @Override
  public boolean blankLinesBetween() {
    return false;
  }

  @Override
  public void begun(long atNanos) {
    response = new OpenResponse(atNanos);
    exchange = exchanges.awaitingAnswer();
    if (exchange != null) {
      exchange.answer(response);
    } else {
      exchanges.addUnsolicited(response);
    }
  }

  @Override
  public void startLineBegun(byte[] bytes, int length) {
    StatusLine.checkBeginning(bytes, length);
  }

  @Override
  public void startLine(byte[] bytes, int length) {
    response().line(headMemory.statusLine(bytes, length));
  }

  @Override
  public Body head(Fields fields, long atNanos) {
    OpenResponse current = response();
    if (current.interim()) {
      if (exchange != null) {
        exchange.informed(current.status(), atNanos);
      } else {
        current.fields(fields);
      }
      return framed(current, Body.NONE);
    }
    current.fields(fields);
    if (exchange == null) {
      return framed(current, Body.ofResponse("?", current.status(), fields));
    }
    String method = exchange.request().method();
    boolean tunnel = method.equals("CONNECT") && current.status() / 100 == 2;
    if (tunnel || current.status() == 101) {
      String protocol = tunnel ? "tunnel" : fields.headers().first("upgrade").orElse("?");
      exchanges.upgraded(exchange, protocol, atNanos);
      requests.goBlind();
      return framed(current, Body.UPGRADED);
    }
    if (method.equals("CONNECT")) {
      resumeRequests(current.status());
    }
    return framed(current, Body.ofResponse(method, current.status(), fields));
  }

  private Body framed(OpenResponse current, Body body) {
    current.framing(body.framing());
    return body;
  }

  private void resumeRequests(int status) {
    long unread = requests.release();
    if (unread > 0) {
      throw new NotHttp1Exception(
          "CONNECT was answered with "
              + status
              + ", but the client had sent "
              + unread
              + " bytes for the tunnel");
    }
  }

  @Override
  public void body(long count) {
    response().span().body(count);
  }

  @Override
  public void seen(long atNanos) {
    response().span().seen(atNanos);
  }

  @Override
  public void complete() {
    OpenResponse current = response();
    current.span().end();
    if (exchange != null && !current.interim()) {
      exchanges.answered(exchange);
    }
  }

  private OpenResponse response() {
    return requireNonNull(response, "a message begins before it goes on");
  }
}
