package io.github.connectionprobe.diagnosis;

import java.util.Locale;

/**
 * Why a connection was opened although another might have served. Every cause has a page of the
 * same title under {@code docs/causes}.
 *
 * <pre>{@code
 * Cause.REQUEST_CLOSE.id();    // "request-close"
 * Cause.REQUEST_CLOSE.page();  // "docs/causes/request-close.md"
 * }</pre>
 */
public enum Cause {
  // The old connection was gone: a message had said so.
  /** The request carried {@code Connection: close}, or was HTTP/1.0 without keep-alive. */
  REQUEST_CLOSE("The client asked to close the connection", Responsible.CLIENT),
  /** The response carried {@code Connection: close} and nothing tells why. */
  RESPONSE_CLOSE("The server announced that it closes the connection", Responsible.SERVER),
  /** As {@link #RESPONSE_CLOSE}, after the same number of exchanges each time. */
  RESPONSE_CLOSE_MAX_REQUESTS(
      "The server allows only so many requests per connection", Responsible.SERVER),
  /** As {@link #RESPONSE_CLOSE}, and only with error statuses. */
  RESPONSE_CLOSE_ON_STATUS("The server closes the connection after an error", Responsible.SERVER),
  /** As {@link #RESPONSE_CLOSE}, before the request had arrived completely. */
  RESPONSE_CLOSE_UNREAD_REQUEST(
      "The server answered before it had read the request", Responsible.SERVER),
  /** As {@link #RESPONSE_CLOSE}, with every response on every connection. */
  RESPONSE_CLOSE_ALWAYS("The server has keep-alive switched off", Responsible.SERVER),
  /** The response was HTTP/1.0 without keep-alive. */
  HTTP10_RESPONSE("The server answered with HTTP/1.0", Responsible.SERVER),
  /** The response's body lasted until the connection closed. */
  CLOSE_DELIMITED("The response ended by closing the connection", Responsible.SERVER),
  /** The connection became a tunnel or another protocol. */
  UPGRADED("The connection was upgraded", Responsible.NOBODY),

  // The old connection was gone: the server ended it.
  /** The server announced with a GOAWAY that an HTTP/2 connection takes no further requests. */
  H2_GOAWAY("The server sent GOAWAY", Responsible.SERVER),
  /** The server reset an HTTP/2 stream, and the client then wanted no more of the connection. */
  H2_STREAM_RESET("The server reset a stream of the connection", Responsible.SERVER),
  /** The server ended a response before its announced length, or sent bytes nobody asked for. */
  TRUNCATED_OR_BAD_FRAMING(
      "The server ended the connection in the middle of a response", Responsible.SERVER),
  /** The server ended a connection that had been idle. */
  SERVER_IDLE_TIMEOUT("The server closed an idle connection", Responsible.SERVER),
  /** The server ended the connection right after a response, unannounced. */
  SERVER_SILENT_CLOSE("The server closed the connection without announcing it", Responsible.SERVER),
  /** A request met the server's close on its way. */
  STALE_REUSE_RACE("A request met a connection that the server was closing", Responsible.SERVER),
  /** The server ended the connection instead of answering. */
  SERVER_ABORT("The server ended the connection instead of answering", Responsible.SERVER),

  // The old connection was gone: the client ended it.
  /** The client ended the connection right after a complete response. */
  CLIENT_CLOSED_AFTER_RESPONSE(
      "The client closed the connection after a complete response", Responsible.CLIENT),
  /**
   * As {@link #CLIENT_CLOSED_AFTER_RESPONSE}, from one pool: the pool does not keep connections.
   */
  REUSE_DISABLED("The client's pool does not keep connections", Responsible.CLIENT),
  /** After a burst the client kept some connections and closed the rest. */
  POOL_OVERFLOW("The client's pool keeps fewer connections than it uses", Responsible.CLIENT),
  /** The client ended the connection because of the response's status. */
  CLOSED_ON_STATUS("The client closed the connection because of the status", Responsible.CLIENT),
  /** The client ended the connection without having read the body. */
  UNREAD_BODY("The client closed a response without reading its body", Responsible.CLIENT),
  /** A {@code Keep-Alive} field told the client not to keep the connection. */
  KEEP_ALIVE_HINT("The server's Keep-Alive field told the client to stop", Responsible.SERVER),
  /** The client ended each connection after the same number of exchanges. */
  CLIENT_MAX_USAGE("The client limits the requests per connection", Responsible.CLIENT),
  /** The client ended the connection in the middle of a response. */
  CLIENT_ABORTED_RESPONSE(
      "The client ended the connection in the middle of a response", Responsible.CLIENT),
  /** The client ended the connection while it waited for a response. */
  CLIENT_GAVE_UP("The client gave up waiting for the response", Responsible.NOBODY),
  /** The client ended a connection that had been idle. */
  CLIENT_IDLE_EXPIRY("The client closed an idle connection", Responsible.CLIENT),
  /** The client ended an idle connection in order to open another. */
  POOL_FULL_EVICTION("The client's full pool gave up a connection", Responsible.CLIENT),
  /** An expectation was refused, and the connection with it (RFC 9110 §10.1.1). */
  EXPECT_REFUSED("The server refused the request before its body", Responsible.NOBODY),

  // An idle connection was open, and another one was opened.
  /** The idle connection served another host name, or another protocol. */
  DIFFERENT_ROUTE("The idle connection belonged to another host", Responsible.CLIENT),
  /** The idle connection belongs, as far as can be seen, to another client. */
  SEPARATE_POOLS("The idle connection may belong to another pool", Responsible.NOBODY),
  /** The response had only just ended: its connection was not back in the pool. */
  RELEASE_RACE("The connection was not back in its pool yet", Responsible.NOBODY),
  /** The idle connection had outlived its agreed time. */
  EXPIRED_NOT_YET_CLOSED("The idle connection had expired", Responsible.NOBODY),
  /** The idle connection is tied to a user by NTLM or Negotiate. */
  STATEFUL_AUTH("The idle connection was bound to a user", Responsible.CLIENT),
  /** The idle connection was opened before the window, and may belong to another test. */
  CARRIED_OVER("The idle connection came from before this test", Responsible.NOBODY),
  /** A new connection offered no TLS session to resume, although there was one. */
  NEW_TLS_CONTEXT_PER_CALL("Each call creates a new TLS context", Responsible.CLIENT),
  /** Each call made its own client, with its own pool. */
  NEW_CLIENT_PER_CALL("Each call creates a new client", Responsible.CLIENT),
  /** The response was never closed, so its connection never came back. */
  LEAKED_RESPONSE("A response was never closed", Responsible.CLIENT),
  /** One pool, but the calls differ in what the pool tells connections apart by. */
  POOL_KEY_DIFFERS("The pool holds the connections to be different", Responsible.CLIENT),
  /**
   * An idle connection was never used again: one of the three before, and it cannot be told which.
   */
  ORPHANED("An idle connection was never used again", Responsible.CLIENT),

  // Neither gone nor idle.
  /** HTTP/2 connections were opened before the first was known to take several requests. */
  H2_COLD_STAMPEDE("HTTP/2 connections were opened side by side", Responsible.NOBODY),
  /** The other HTTP/2 connections carried as many streams as the server allows. */
  H2_STREAM_LIMIT("The server allows only so many streams per connection", Responsible.SERVER),
  /** Every connection was in use, as the client saw it. */
  CONCURRENCY("All other connections were in use", Responsible.NOBODY),
  /** Every connection was occupied by a response that the client does not read. */
  RESPONSE_NOT_READ("A large response is not being read", Responsible.CLIENT),
  /** Nothing was ever sent on the connection. */
  UNUSED_CONNECTION("The connection was never used", Responsible.NOBODY),
  /** The probe could not connect to the server. */
  UPSTREAM_UNREACHABLE("The server could not be reached", Responsible.ENVIRONMENT),
  /** In forward mode, the client asked for what is not allowed, or not as one asks a proxy. */
  DESTINATION_REFUSED("The probe did not forward the connection", Responsible.ENVIRONMENT),
  /** The peers did not agree on TLS, so the connection never carried anything. */
  HANDSHAKE_FAILED("The TLS handshake failed", Responsible.ENVIRONMENT),
  /** The bytes cannot be read, so nothing can be said. */
  NOT_OBSERVED("The exchanges could not be seen", Responsible.NOBODY);

  private final String title;
  private final Responsible responsible;

  Cause(String title, Responsible responsible) {
    this.title = title;
    this.responsible = responsible;
  }

  /** Returns the name used in messages and in addresses, in kebab case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what happened, as a short sentence without a full stop. */
  public String title() {
    return title;
  }

  /** Returns who can mend it, unless the circumstances excuse it. */
  public Responsible responsible() {
    return responsible;
  }

  /** Returns where the cause is described, from the root of the project. */
  public String page() {
    return "docs/causes/" + id() + ".md";
  }

  /** Returns the {@link #id()}. */
  @Override
  public String toString() {
    return id();
  }
}
