package io.github.connectionprobe.diagnosis;

/** What to do about the pool of each client. */
final class PoolFixes {

  private PoolFixes() {}

  static String share(ClientLibrary library) {
    return switch (library) {
      case OKHTTP ->
          "Share one OkHttpClient; variants made with newBuilder() share its ConnectionPool.";
      case JDK_HTTP_CLIENT -> "Keep one java.net.http.HttpClient in a field and share it.";
      case HTTP_URL_CONNECTION -> "Do not call disconnect() after each call.";
      case APACHE_4, APACHE_5, APACHE_ASYNC ->
          "Share one HttpClient with its pooling connection manager, and close it at shutdown only.";
      case REACTOR_NETTY ->
          "Share one HttpClient built on one ConnectionProvider (in Spring: one WebClient.Builder).";
      case JETTY -> "Start one HttpClient, share it, and stop it at shutdown only.";
      case ASYNC_HTTP_CLIENT ->
          "Share one AsyncHttpClient; each asyncHttpClient() has its own pool.";
      case VERTX -> "Create the HttpClient or WebClient once and share it.";
      case AWS_SDK -> "Share one service client, or give all of them the same httpClient(…).";
      case GO -> "Share one http.Client, or at least one http.Transport.";
      case NODE -> "Share one Agent (or undici Pool) among all requests.";
      case PYTHON -> "Send the requests through one requests.Session or httpx.Client.";
      case CURL -> "Give all addresses to one curl command.";
      case UNKNOWN -> "Create the client once and share it.";
    };
  }

  static String reuse(ClientLibrary library) {
    return switch (library) {
      case OKHTTP ->
          "Give its ConnectionPool a maxIdleConnections above 0, and do not call evictAll().";
      case JDK_HTTP_CLIENT -> "Do not set jdk.httpclient.keepalive.timeout to 0.";
      case HTTP_URL_CONNECTION -> "Leave http.keepAlive at true and http.maxConnections above 0.";
      case APACHE_4, APACHE_5, APACHE_ASYNC ->
          "Remove NoConnectionReuseStrategy (or the ConnectionReuseStrategy that always says no) and"
              + " setConnectionManagerShared with short-lived clients.";
      case REACTOR_NETTY ->
          "Replace HttpClient.newConnection() and ConnectionProvider.newConnection() by a pool.";
      case JETTY -> "Set no maxUsage of 1 on the connection pool.";
      case ASYNC_HTTP_CLIENT -> "Set setKeepAlive(true) and a setConnectionTtl that is not tiny.";
      case VERTX -> "Set HttpClientOptions.setKeepAlive(true).";
      case AWS_SDK -> "Set no connectionTimeToLive or connectionMaxIdleTime near 0.";
      case GO -> "Set no negative MaxIdleConnsPerHost, and drain bodies before closing them.";
      case NODE -> "Use new http.Agent({ keepAlive: true }).";
      case PYTHON, CURL, UNKNOWN -> "Let its pool keep idle connections.";
    };
  }

  static String overflow(ClientLibrary library) {
    return switch (library) {
      case OKHTTP -> "Raise maxIdleConnections of its ConnectionPool (5).";
      case JDK_HTTP_CLIENT ->
          "Raise jdk.httpclient.connectionPoolSize, or leave it at 0: no limit.";
      case HTTP_URL_CONNECTION -> "Raise http.maxConnections (5).";
      case GO -> "Raise Transport.MaxIdleConnsPerHost (2).";
      case NODE -> "Raise the agent's maxFreeSockets (256).";
      case PYTHON ->
          "Raise pool_maxsize of HTTPAdapter (10), or max_keepalive_connections of httpx.";
      default -> "Let the pool keep as many idle connections as a burst uses.";
    };
  }

  static String idleLimit(ClientLibrary library) {
    return switch (library) {
      case OKHTTP -> "The setting is keepAliveDuration of OkHttp's ConnectionPool (5 min).";
      case JDK_HTTP_CLIENT ->
          "The setting is jdk.httpclient.keepalive.timeout, in seconds (30; 1200 in JDK 17).";
      case HTTP_URL_CONNECTION ->
          "The setting is http.keepAlive.time.server, in seconds (5), where the JDK has it.";
      case APACHE_4 ->
          "The settings are setConnectionTimeToLive, evictIdleConnections and"
              + " setKeepAliveStrategy of HttpClientBuilder.";
      case APACHE_5, APACHE_ASYNC ->
          "The settings are ConnectionConfig.setTimeToLive and evictIdleConnections and"
              + " setKeepAliveStrategy of the client's builder.";
      case REACTOR_NETTY ->
          "The settings are maxIdleTime and maxLifeTime of ConnectionProvider.Builder.";
      case JETTY -> "The setting is HttpClient.setIdleTimeout.";
      case ASYNC_HTTP_CLIENT ->
          "The settings are setPooledConnectionIdleTimeout (60 s) and setConnectionTtl.";
      case VERTX -> "The setting is HttpClientOptions.setKeepAliveTimeout, in seconds (60).";
      case AWS_SDK -> "The settings are connectionMaxIdleTime (60 s) and connectionTimeToLive.";
      case GO -> "The setting is Transport.IdleConnTimeout (90 s in DefaultTransport).";
      case NODE -> "The setting is the agent's timeout, or keepAliveTimeout of undici (4 s).";
      case PYTHON -> "The setting is keepalive_expiry of httpx.Limits (5 s); requests has none.";
      case CURL, UNKNOWN -> "The setting is the idle limit of the client's pool.";
    };
  }

  static String key(ClientLibrary library) {
    return switch (library) {
      case OKHTTP ->
          "Use the same SSLSocketFactory, HostnameVerifier, Dns, Proxy, ProxySelector, Authenticator"
              + " and ConnectionSpecs: OkHttp's pool compares them all.";
      case HTTP_URL_CONNECTION ->
          "Use the same Proxy, SSLSocketFactory and HostnameVerifier: they are part of its key.";
      case APACHE_4, APACHE_5, APACHE_ASYNC ->
          "Use the same proxy and local address, and the same user token: they are part of its key.";
      case REACTOR_NETTY ->
          "Derive all calls from one configured HttpClient: its pools are told apart by configuration.";
      case JETTY -> "Use the same Request.tag, proxy and protocol: they are part of its key.";
      default ->
          "Use the same TLS settings, proxy, local address and credentials: they are part of a pool's"
              + " key.";
    };
  }
}
