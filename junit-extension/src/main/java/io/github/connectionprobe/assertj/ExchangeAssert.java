package io.github.connectionprobe.assertj;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Recording;
import java.util.Optional;
import org.assertj.core.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on one request and its response, reached by {@link ConnectionAssert#exchange}.
 *
 * <pre>{@code
 * assertThat(probe).connection(1).exchange(2).hasMethod("GET").hasPath("/orders/2").hasStatus(200);
 * }</pre>
 */
public class ExchangeAssert extends RecordedAssert<ExchangeAssert, RecordedExchange> {

  private final @Nullable ConnectionAssert connection;

  /** Asserts on an exchange alone; its failures cannot show the rest of its recording. */
  public ExchangeAssert(RecordedExchange actual) {
    super(actual, ExchangeAssert.class, null);
    this.connection = null;
  }

  ExchangeAssert(RecordedExchange actual, ConnectionAssert connection) {
    super(actual, ExchangeAssert.class, connection.view);
    this.connection = connection;
    info.description(connection.info.description());
  }

  /**
   * Verifies the request's method.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it is another
   */
  public ExchangeAssert hasMethod(String expected) {
    return expect(
        e -> e.request().method().equals(expected),
        e -> other("method", e.request().method(), expected));
  }

  /**
   * Verifies the request's path, which is recorded without its query.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it is another
   */
  public ExchangeAssert hasPath(String expected) {
    return expect(
        e -> e.request().path().equals(expected), e -> other("path", e.request().path(), expected));
  }

  /**
   * Verifies the status code of the final response.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it is another, or there is no response yet
   */
  public ExchangeAssert hasStatus(int expected) {
    return expect(
        e -> e.response().filter(response -> response.status() == expected).isPresent(),
        e -> other("status", status(e), String.valueOf(expected)));
  }

  /**
   * Verifies that both messages arrived to their end.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one did not
   */
  public ExchangeAssert isComplete() {
    return expect(
        RecordedExchange::complete,
        e -> new Mismatch("to be complete but " + progress(e), progress(e), "complete"));
  }

  /**
   * Verifies that a response began and did not arrive to its end.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it did, or none began
   */
  public ExchangeAssert isTruncated() {
    return expect(
        RecordedExchange::truncated,
        e -> new Mismatch("to be truncated but " + progress(e), progress(e), "truncated"));
  }

  /**
   * Navigates back.
   *
   * @return the assertion on the connection this exchange was reached from
   */
  @CheckReturnValue
  public ConnectionAssert returnToConnection() {
    return requireNonNull(connection, "this exchange was not reached from a connection");
  }

  private static Mismatch other(String what, String actual, String expected) {
    return new Mismatch(
        "to have " + what + " " + expected + " but it has " + actual, actual, expected);
  }

  private static String status(RecordedExchange exchange) {
    return exchange
        .response()
        .map(RecordedResponse::status)
        .map(String::valueOf)
        .orElse("no response");
  }

  private static String progress(RecordedExchange exchange) {
    if (!exchange.request().complete()) {
      return "its request is not";
    }
    if (exchange.response().isEmpty()) {
      return "it has no response";
    }
    return exchange.truncated() ? "its response is not" : "its response is complete";
  }

  @Override
  final Optional<RecordedExchange> in(Recording recording) {
    return recording.connections().stream()
        .filter(candidate -> candidate.number() == actual.connection())
        .flatMap(candidate -> candidate.exchanges().stream())
        .filter(exchange -> exchange.number() == actual.number())
        .findFirst();
  }

  @Override
  final String subject() {
    return "exchange " + actual.id() + (connection == null ? "" : " of ");
  }

  @Override
  final Diagnosis meaningOf(Recording whole) {
    return connection == null ? Diagnosis.of(whole) : connection.meaningOf(whole);
  }

  @Override
  final String closingRemark() {
    return connection == null ? "" : connection.closingRemark();
  }
}
