package io.github.connectionprobe.observer.http1;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** The client's messages: every one opens an exchange. */
final class RequestSide implements Messages {

  private final Exchanges exchanges;
  private final HeadMemory headMemory;
  private final MessageScanner scanner;
  private @Nullable OpenExchange latest;

  RequestSide(Exchanges exchanges, HeadMemory headMemory) {
    this.exchanges = exchanges;
    this.headMemory = headMemory;
    this.scanner = new MessageScanner(this, headMemory);
  }

  MessageScanner scanner() {
    return scanner;
  }

  /** Returns where the client's bytes are, in words. */
  String place(int connection) {
    return "in request " + connection + "." + exchanges.count();
  }

  @Override
  public boolean blankLinesBetween() {
    return true;
  }

  @Override
  public void begun(long atNanos) {
    latest = exchanges.begin(atNanos);
  }

  @Override
  public void startLineBegun(byte[] bytes, int length) {
    RequestLine.checkBeginning(bytes, length);
  }

  @Override
  public void startLine(byte[] bytes, int length) {
    latest().request().line(headMemory.requestLine(bytes, length));
  }

  @Override
  public Body head(Fields fields, long atNanos) {
    return latest().request().head(fields);
  }

  @Override
  public void body(long count) {
    latest().request().span().body(count);
  }

  @Override
  public void seen(long atNanos) {
    latest().request().span().seen(atNanos);
  }

  @Override
  public void complete() {
    OpenExchange exchange = latest();
    exchange.request().span().end();
    if (exchange.request().method().equals("CONNECT") && !exchange.answerBegun()) {
      scanner.hold();
    }
    exchanges.closeIfComplete(exchange);
  }

  private OpenExchange latest() {
    return requireNonNull(latest, "a message begins before it goes on");
  }
}
