package io.github.connectionprobe.diagnosis;

/** What to do about each cause: the way in, from which the tables for the clients go on. */
final class Fixes {

  private Fixes() {}

  static String of(Cause cause, ClientLibrary library) {
    return switch (cause) {
      case REQUEST_CLOSE -> MessageFixes.requestClose(library);
      case RESPONSE_CLOSE ->
          "Find what makes the server, or a gateway before it, close: an error, a limit of requests"
              + " per connection, a shutdown, or keep-alive switched off.";
      case RESPONSE_CLOSE_MAX_REQUESTS ->
          "Raise the limit: maxKeepAliveRequests in Tomcat (100), keepalive_requests in nginx"
              + " (1000), MaxKeepAliveRequests in Apache httpd (100).";
      case RESPONSE_CLOSE_ON_STATUS ->
          "Mend the errors. Tomcat closes after 400, 408, 411, 413, 414, 500, 501 and 503, whatever"
              + " is configured.";
      case RESPONSE_CLOSE_UNREAD_REQUEST ->
          "Let the server read the request's body or allow a larger one, or let the client ask first"
              + " with \"Expect: 100-continue\".";
      case RESPONSE_CLOSE_ALWAYS ->
          "Switch keep-alive on: keepalive_timeout above 0 in nginx, server.keepAliveTimeout in"
              + " Node.js, maxKeepAliveRequests other than 1 in Tomcat. Towards an upstream, nginx"
              + " before 1.29.7 needs proxy_http_version 1.1 and an empty Connection header.";
      case HTTP10_RESPONSE ->
          "Let the server speak HTTP/1.1: protocol_version = \"HTTP/1.1\" in Python's http.server,"
              + " or a newer stub.";
      case CLOSE_DELIMITED ->
          "Let the server send Content-Length or \"Transfer-Encoding: chunked\".";
      case TRUNCATED_OR_BAD_FRAMING ->
          "Look into the server's log: it failed while it wrote the response, or its Content-Length"
              + " is wrong.";
      case SERVER_IDLE_TIMEOUT ->
          "Keep idle connections for a shorter time than the server does, or let it wait longer"
              + " (keepAliveTimeout in Tomcat and Node.js, keepalive_timeout in nginx). "
              + PoolFixes.idleLimit(library);
      case SERVER_SILENT_CLOSE ->
          "Let the server keep the connection, or say \"Connection: close\" when it does not. The"
              + " JDK's HttpServer closes where a handler leaves the request's body unread.";
      case STALE_REUSE_RACE ->
          "Keep idle connections for a shorter time than the server does. "
              + PoolFixes.idleLimit(library)
              + MessageFixes.validation(library);
      case SERVER_ABORT ->
          "Look into the server's log: it crashed, was restarted, or gave the request up.";
      case KEEP_ALIVE_HINT ->
          "Let the server send a longer timeout and a larger max in its Keep-Alive field, or none.";
      case CLIENT_CLOSED_AFTER_RESPONSE ->
          PoolFixes.share(library) + " " + PoolFixes.reuse(library);
      case REUSE_DISABLED -> PoolFixes.reuse(library);
      case POOL_OVERFLOW -> PoolFixes.overflow(library);
      case CLOSED_ON_STATUS ->
          "Read the body of error responses to its end, and use a newer client: the AWS SDK for Java"
              + " closed after 5xx until September 2024.";
      case UNREAD_BODY, LEAKED_RESPONSE -> MessageFixes.readAndClose(library);
      case RESPONSE_NOT_READ ->
          "Read the response, or close it as soon as its rest is not wanted. "
              + MessageFixes.readAndClose(library);
      case CLIENT_MAX_USAGE ->
          "Raise or remove the limit, such as maxUsage of Jetty's connection pools.";
      case CLIENT_ABORTED_RESPONSE ->
          "Read the response to its end. A parser that stops at the last token leaves the final chunk"
              + " behind; a cancelled call cannot spare its connection.";
      case CLIENT_IDLE_EXPIRY -> PoolFixes.idleLimit(library);
      case POOL_FULL_EVICTION ->
          "Raise the pool's limits (maxTotal and maxPerRoute in Apache HttpClient), or let calls"
              + " share connections. "
              + PoolFixes.key(library);
      case DIFFERENT_ROUTE ->
          "Write the host the same way everywhere: localhost and 127.0.0.1 are two hosts to a pool.";
      case STATEFUL_AUTH ->
          "Give calls of one user the same user token (HttpClientContext.setUserToken), or switch"
              + " the binding off (disableConnectionState() in Apache HttpClient) where it is safe.";
      case NEW_TLS_CONTEXT_PER_CALL ->
          "Create the SSLContext (or the trust store's settings it is made from) once, with the"
              + " client that uses it. "
              + PoolFixes.share(library);
      case NEW_CLIENT_PER_CALL -> PoolFixes.share(library);
      case POOL_KEY_DIFFERS -> PoolFixes.key(library);
      case ORPHANED -> PoolFixes.share(library) + " " + MessageFixes.readAndClose(library);
      case UPSTREAM_UNREACHABLE ->
          "Start the server before the first request, and check the upstream's host and port.";
      case DESTINATION_REFUSED ->
          "Allow the destination, or map it to a server on this machine, and give the probe to the"
              + " client as its SOCKS or CONNECT proxy.";
      case HANDSHAKE_FAILED ->
          "Mend what the two do not agree on: a certificate that the client does not trust or that"
              + " names another host, a client certificate that is missing, versions or cipher suites."
              + " Towards the probe, the certificate must name the probe's host: localhost.";
      case H2_GOAWAY ->
          "Look for what makes the server or a gateway end connections: an age or number of requests"
              + " (keepalive_requests in nginx, MAX_CONNECTION_AGE in gRPC), an idle limit, a"
              + " shutdown; ENHANCE_YOUR_CALM means too many pings.";
      case H2_STREAM_RESET ->
          "Look into the server's log for why it gave the stream up: INTERNAL_ERROR is mostly an"
              + " exception in a handler, CANCEL a time limit of the server or of a gateway.";
      case H2_STREAM_LIMIT ->
          "Raise the server's SETTINGS_MAX_CONCURRENT_STREAMS: maxConcurrentStreams in Jetty and"
              + " Tomcat, http2_max_concurrent_streams in nginx, maxConcurrentCallsPerConnection in"
              + " gRPC.";
      case UPGRADED,
          H2_COLD_STAMPEDE,
          CLIENT_GAVE_UP,
          EXPECT_REFUSED,
          SEPARATE_POOLS,
          RELEASE_RACE,
          EXPIRED_NOT_YET_CLOSED,
          CARRIED_OVER,
          CONCURRENCY,
          UNUSED_CONNECTION,
          NOT_OBSERVED ->
          "";
    };
  }
}
