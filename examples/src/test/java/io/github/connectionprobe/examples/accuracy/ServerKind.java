package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The servers that scenarios are played against. */
enum ServerKind {
  JETTY,
  TOMCAT,
  UNDERTOW,
  JDK,
  VERTX,
  VERTX_H2C,
  REACTOR_NETTY,
  NGINX;

  private static final Map<String, TestServer> RUNNING = new ConcurrentHashMap<>();

  /** Returns a server with these settings, started once and shared by all scenarios. */
  TestServer get(ServerSettings settings) {
    return RUNNING.computeIfAbsent(this + " " + settings, key -> start(settings));
  }

  private TestServer start(ServerSettings settings) {
    try {
      return switch (this) {
        case JETTY -> new JettyTestServer(settings);
        case TOMCAT -> new TomcatTestServer(settings);
        case UNDERTOW -> new UndertowTestServer(settings);
        case JDK -> new JdkTestServer(settings);
        case VERTX -> new VertxTestServer(settings, false);
        case VERTX_H2C -> new VertxTestServer(settings, true);
        case REACTOR_NETTY -> new ReactorNettyTestServer(settings);
        case NGINX -> new NginxTestServer(settings);
      };
    } catch (Exception failed) {
      throw new IllegalStateException(this + " did not start with " + settings, failed);
    }
  }

  /** Stops every server started so far. */
  static void stopAll() throws IOException {
    for (TestServer server : RUNNING.values()) {
      server.close();
    }
    RUNNING.clear();
  }

  /** Returns the name that a scenario's id holds. */
  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
