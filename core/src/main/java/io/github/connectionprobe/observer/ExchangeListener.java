package io.github.connectionprobe.observer;

import io.github.connectionprobe.recording.RecordedExchange;

/**
 * Learns of the exchanges of one connection at the moment at which they begin and end. It may
 * neither fail nor take long.
 */
public interface ExchangeListener {

  /** Does nothing. */
  ExchangeListener NONE = new ExchangeListener() {};

  /**
   * The first byte of a request has come, or of what turns out to be none.
   *
   * @param number the exchange's place on its connection
   */
  default void begun(long number) {}

  /**
   * An exchange is over. One that asked for HTTP/2 in HTTP/1.1 is so twice: with the 101, and with
   * the response.
   */
  default void over(RecordedExchange exchange) {}
}
