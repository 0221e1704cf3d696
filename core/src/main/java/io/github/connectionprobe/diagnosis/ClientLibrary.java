package io.github.connectionprobe.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** HTTP clients that can be told by their {@code User-Agent}, and what is known of their pools. */
enum ClientLibrary {
  OKHTTP(
      "OkHttp",
      Return.BEFORE_RESULT,
      List.of("okhttp/"),
      "okhttp3.internal.connection.RealConnectionPool"),
  JDK_HTTP_CLIENT(
      "the JDK's HttpClient",
      Return.BEFORE_RESULT,
      List.of("java-http-client/"),
      "jdk.internal.net.http.HttpClientImpl"),
  HTTP_URL_CONNECTION("HttpURLConnection", Return.BEFORE_RESULT, List.of("java/", "jersey/")),
  APACHE_4(
      "Apache HttpClient 4",
      Return.BEFORE_RESULT,
      List.of("apache-httpclient/4"),
      "org.apache.http.impl.conn.PoolingHttpClientConnectionManager",
      "org.apache.http.impl.conn.BasicHttpClientConnectionManager"),
  APACHE_5(
      "Apache HttpClient 5",
      Return.BEFORE_RESULT,
      List.of("apache-httpclient/"),
      "org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager",
      "org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager"),
  APACHE_ASYNC(
      "Apache HttpAsyncClient",
      Return.MAY_RACE,
      List.of("apache-httpasyncclient/"),
      "org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager",
      "org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager"),
  REACTOR_NETTY(
      "Reactor Netty",
      Return.MAY_RACE,
      List.of("reactornetty/"),
      "reactor.netty.resources.DefaultPooledConnectionProvider"),
  JETTY(
      "Jetty's HttpClient",
      Return.MAY_RACE,
      List.of("jetty/"),
      "org.eclipse.jetty.client.HttpClient"),
  ASYNC_HTTP_CLIENT(
      "AsyncHttpClient",
      Return.MAY_RACE,
      List.of("ahc/"),
      "org.asynchttpclient.netty.channel.DefaultChannelPool"),
  VERTX("Vert.x", Return.MAY_RACE, List.of("vert.x-"), "io.vertx.core.http.impl.HttpClientImpl"),
  AWS_SDK(
      "the AWS SDK",
      Return.MAY_RACE,
      List.of("aws-sdk-java/"),
      "software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient"),
  GO("Go's net/http", Return.BEFORE_RESULT, List.of("go-http-client/")),
  NODE("Node.js", Return.MAY_RACE, List.of("node", "undici", "axios/")),
  PYTHON(
      "Python",
      Return.BEFORE_RESULT,
      List.of("python-requests/", "python-urllib", "python-httpx/", "python/")),
  CURL("curl", Return.BEFORE_RESULT, List.of("curl/", "libcurl")),
  UNKNOWN("the client", Return.NOT_KNOWN, List.of());

  /** When a connection is back in its pool. */
  private enum Return {
    /** Before the caller has the whole response: a sequential caller finds it there. */
    BEFORE_RESULT,
    /** On another thread than the caller's, which may therefore come first. */
    MAY_RACE,
    /** One or the other. */
    NOT_KNOWN
  }

  private final String words;
  private final Return returned;
  private final List<String> prefixes;
  private final List<String> pools;

  ClientLibrary(String words, Return returned, List<String> prefixes, String... pools) {
    this.words = words;
    this.returned = returned;
    this.prefixes = prefixes;
    this.pools = List.of(pools);
  }

  /** Tells a library by the User-Agent it sends unless told otherwise. */
  static ClientLibrary of(String userAgent) {
    String agent = userAgent.strip().toLowerCase(java.util.Locale.ROOT);
    for (ClientLibrary library : values()) {
      if (library.prefixes.stream().anyMatch(agent::startsWith)) {
        return library;
      }
    }
    return UNKNOWN;
  }

  /** Tells the library by its pools where exactly one library made any; a User-Agent can be set. */
  static ClientLibrary of(JvmEvidence evidence) {
    List<ClientLibrary> withPools =
        Arrays.stream(values())
            .filter(library -> library.ownPools(evidence) > 0 || library.unclear(evidence))
            .toList();
    return withPools.size() == 1 ? withPools.get(0) : UNKNOWN;
  }

  static Set<String> poolClasses() {
    return Arrays.stream(values())
        .flatMap(library -> library.pools.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns true where a sequential caller cannot come before its own connection's return. */
  boolean returnsBeforeResult() {
    return returned == Return.BEFORE_RESULT;
  }

  /** Returns true where a sequential caller is known to come before that now and then. */
  boolean returnsAfterResult() {
    return returned == Return.MAY_RACE;
  }

  /** Returns true where the library has one pool for the whole JVM, however many clients. */
  boolean onePoolPerProcess() {
    return this == HTTP_URL_CONNECTION;
  }

  /** Returns how many pools there are that this library may have made. */
  long pools(JvmEvidence evidence) {
    // One client has the pools: adding up those of clients that it is not would count others'.
    return candidates().mapToLong(library -> library.ownPools(evidence)).max().orElse(0);
  }

  /** Returns true where the number of those pools is known. */
  boolean counted(JvmEvidence evidence) {
    return candidates().noneMatch(library -> library.unclear(evidence));
  }

  private Stream<ClientLibrary> candidates() {
    return switch (this) {
      // It brings another library's pool along.
      case AWS_SDK -> Stream.of(AWS_SDK, APACHE_4, APACHE_5);
      case UNKNOWN -> Arrays.stream(values());
      default -> Stream.of(this);
    };
  }

  private boolean unclear(JvmEvidence evidence) {
    return pools.stream().anyMatch(evidence.unclear()::contains);
  }

  private long ownPools(JvmEvidence evidence) {
    return pools.stream().mapToLong(pool -> evidence.pools().getOrDefault(pool, 0L)).sum();
  }

  /** Returns the library's name as it stands in a sentence. */
  @Override
  public String toString() {
    return words;
  }
}
