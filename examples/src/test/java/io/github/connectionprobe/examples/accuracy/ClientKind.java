package io.github.connectionprobe.examples.accuracy;

import io.github.connectionprobe.examples.accuracy.Call.Reading;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The clients that play the scenarios. */
enum ClientKind {
  HTTP_URL_CONNECTION(EnumSet.allOf(Reading.class)),
  JDK_HTTP_CLIENT(Reading.CLOSE_UNREAD, Reading.CLOSE_PARTLY_READ, Reading.LEAK),
  JDK_HTTP_CLIENT_ASYNC(),
  OKHTTP_5(EnumSet.allOf(Reading.class)),
  OKHTTP_5_ASYNC(),
  OKHTTP_4(EnumSet.allOf(Reading.class)),
  APACHE_4(EnumSet.allOf(Reading.class)),
  APACHE_5(Reading.CLOSE_UNREAD, Reading.CLOSE_PARTLY_READ, Reading.LEAK),
  APACHE_5_ASYNC(),
  REST_TEMPLATE(Reading.CLOSE_UNREAD, Reading.LEAK),
  REST_TEMPLATE_APACHE(Reading.CLOSE_UNREAD, Reading.LEAK),
  REST_CLIENT(Reading.LEAK),
  REACTOR_NETTY(),
  JETTY(),
  ASYNC_HTTP_CLIENT(),
  VERTX(),
  FEIGN(Reading.CLOSE_UNREAD, Reading.LEAK),
  AWS_URL_CONNECTION(EnumSet.allOf(Reading.class)),
  AWS_APACHE(EnumSet.allOf(Reading.class)),
  AWS_NETTY(),
  /** Plain sockets, and whatever a scenario does with them. */
  SOCKET();

  /** How it can deal with a response. */
  final Set<Reading> readings;

  ClientKind(Reading... beyondAll) {
    readings = EnumSet.of(Reading.ALL, beyondAll);
  }

  ClientKind(EnumSet<Reading> readings) {
    this.readings = readings;
  }

  /** Returns whether a response may be with the caller before its connection is in the pool. */
  boolean asynchronous() {
    return EnumSet.of(APACHE_5_ASYNC, REACTOR_NETTY, JETTY, ASYNC_HTTP_CLIENT, VERTX, AWS_NETTY)
        .contains(this);
  }

  /** Returns every client but {@link #SOCKET}. */
  static Set<ClientKind> real() {
    return EnumSet.complementOf(EnumSet.of(SOCKET));
  }

  /** Opens a client with a pool of its own, where the library has such a thing. */
  TestClient open(ClientSettings settings) throws Exception {
    return switch (this) {
      case HTTP_URL_CONNECTION -> new UrlConnectionTestClient(settings);
      case JDK_HTTP_CLIENT -> new JdkTestClient(settings, false);
      case JDK_HTTP_CLIENT_ASYNC -> new JdkTestClient(settings, true);
      case OKHTTP_5 -> new OkHttpTestClient(settings, false);
      case OKHTTP_5_ASYNC -> new OkHttpTestClient(settings, true);
      case OKHTTP_4 -> OkHttp4.open(settings);
      case APACHE_4 -> new Apache4TestClient(settings);
      case APACHE_5 -> new Apache5TestClient(settings);
      case APACHE_5_ASYNC -> new Apache5AsyncTestClient(settings);
      case REST_TEMPLATE ->
          new SpringTestClient(SpringTestClient.Face.REST_TEMPLATE_SIMPLE, settings);
      case REST_TEMPLATE_APACHE ->
          new SpringTestClient(SpringTestClient.Face.REST_TEMPLATE_APACHE, settings);
      case REST_CLIENT -> new SpringTestClient(SpringTestClient.Face.REST_CLIENT_JDK, settings);
      case REACTOR_NETTY -> new ReactorNettyTestClient(settings);
      case JETTY -> new JettyTestClient(settings);
      case ASYNC_HTTP_CLIENT -> new AsyncHttpTestClient(settings);
      case VERTX -> new VertxTestClient(settings);
      case FEIGN -> new FeignTestClient(settings);
      case AWS_URL_CONNECTION -> AwsTestClient.overUrlConnection(settings);
      case AWS_APACHE -> AwsTestClient.overApache(settings);
      case AWS_NETTY -> new AwsNettyTestClient(settings);
      case SOCKET -> throw new UnsupportedOperationException("A socket has no settings.");
    };
  }

  /** Returns the name that a scenario's id holds. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
