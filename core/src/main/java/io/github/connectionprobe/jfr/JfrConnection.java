package io.github.connectionprobe.jfr;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes the events of one connection. Whether anybody wants them is asked each time, which costs a
 * field that is read: a flight recording may start and stop while the connection lives.
 *
 * <p>Events take their times from the clock at the moment at which they begin and end, so those
 * that last are kept from then on, where a flight recording is running.
 */
final class JfrConnection implements ConnectionFlight {

  /** The one status that an exchange may go on behind: in another protocol. */
  private static final int SWITCHING_PROTOCOLS = 101;

  /** Asked whether exchanges are wanted, instead of a new event each time. */
  private static final ExchangeEvent ANY_EXCHANGE = new ExchangeEvent();

  private final String probe;
  private final ConnectionEndedEvent end = new ConnectionEndedEvent();
  private Map<Long, ExchangeEvent> open = Map.of();

  /**
   * Starts to tell of a connection.
   *
   * @param fresh whether it has just been opened
   */
  JfrConnection(String probe, boolean fresh) {
    this.probe = probe;
    if (fresh && end.isEnabled()) {
      end.begin();
    }
  }

  @Override
  public void begun(long number) {
    if (ANY_EXCHANGE.isEnabled()) {
      ExchangeEvent event = new ExchangeEvent();
      event.begin();
      keep(number, event);
    }
  }

  private void keep(long number, ExchangeEvent event) {
    if (open.isEmpty()) {
      open = new HashMap<>(4);
    }
    open.put(number, event);
  }

  @Override
  public void over(RecordedExchange exchange) {
    ExchangeEvent begun = open.isEmpty() ? null : open.remove(exchange.number());
    if (ANY_EXCHANGE.isEnabled()) {
      ExchangeEvent event = begun == null ? new ExchangeEvent() : begun;
      event.end();
      if (status(exchange) == SWITCHING_PROTOCOLS) {
        keep(exchange.number(), event);
      } else {
        commit(event, exchange);
      }
    }
  }

  @Override
  public void ended(Supplier<RecordedConnection> facts, Duration at) {
    if (open.isEmpty() && !end.isEnabled()) {
      return;
    }
    RecordedConnection connection = facts.get();
    for (RecordedExchange exchange : connection.exchanges()) {
      ExchangeEvent unfinished = open.get(exchange.number());
      if (unfinished != null) {
        commit(unfinished, exchange);
      }
    }
    open = Map.of();
    if (end.shouldCommit()) {
      commit(connection, at);
    }
  }

  private static int status(RecordedExchange exchange) {
    return exchange.response().map(RecordedResponse::status).orElse(0);
  }

  private void commit(ExchangeEvent event, RecordedExchange exchange) {
    event.probe = probe;
    event.connection = exchange.connection();
    event.exchange = exchange.number();
    event.method = exchange.request().method();
    event.path = exchange.request().path();
    event.version = exchange.request().version();
    event.requestBytes = exchange.request().bodyBytes();
    event.status = status(exchange);
    event.responseBytes = exchange.response().map(RecordedResponse::bodyBytes).orElse(0L);
    event.timeToFirstByte =
        exchange.response().map(r -> r.firstByte().minus(exchange.start()).toNanos()).orElse(0L);
    event.complete = exchange.complete();
    event.lasted = exchange.lastByte().minus(exchange.start()).toNanos();
    event.commit();
  }

  private void commit(RecordedConnection connection, Duration at) {
    end.probe = probe;
    end.connection = connection.number();
    end.client = JfrFlight.text(connection.client());
    end.destination = connection.destination().orElse("");
    end.protocol = connection.protocol().toString();
    end.state = connection.state().name();
    end.endedBy = connection.end().map(ConnectionEnd::by).map(Side::toString).orElse("");
    end.endedHow = connection.end().map(how -> how.kind().name()).orElse("");
    end.endedWhen = connection.end().map(how -> how.phase().toString()).orElse("");
    end.upstreamFailure = connection.upstreamFailure().map(why -> why.detail()).orElse("");
    end.exchanges = connection.exchangeCount();
    end.bytesFromClient = connection.bytesFrom(Side.CLIENT);
    end.bytesFromServer = connection.bytesFrom(Side.SERVER);
    end.lifetime = at.minus(connection.openedAt()).toNanos();
    end.commit();
  }
}
