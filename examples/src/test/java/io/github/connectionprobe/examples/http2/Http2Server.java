package io.github.connectionprobe.examples.http2;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Jetty, which speaks HTTP/1.1 and HTTP/2 in clear text and keeps count. What is asked for below
 * {@code /hold} waits until it is let go; what is asked for below {@code /fail} is answered by
 * half.
 */
final class Http2Server implements AutoCloseable {

  private static final byte[] BODY = "0123456789".repeat(10).getBytes(StandardCharsets.US_ASCII);

  private static final Exception BROKEN = new IllegalStateException("half of it is enough");

  private final Server server = new Server();
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<SocketAddress> clients = ConcurrentHashMap.newKeySet();
  private final Semaphore arrived = new Semaphore(0);
  private final CountDownLatch go = new CountDownLatch(1);

  Http2Server(int maxConcurrentStreams, Duration idleTimeout) {
    this(idleTimeout, http2 -> http2.setMaxConcurrentStreams(maxConcurrentStreams));
  }

  Http2Server(Duration idleTimeout, Consumer<HTTP2CServerConnectionFactory> settings) {
    HttpConfiguration configuration = new HttpConfiguration();
    HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(configuration);
    settings.accept(http2);
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration), http2);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setIdleTimeout(idleTimeout.toMillis());
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            requests.incrementAndGet();
            clients.add(request.getConnectionMetaData().getRemoteSocketAddress());
            if (Request.getPathInContext(request).startsWith("/hold")) {
              arrived.release();
              go.await(20, TimeUnit.SECONDS);
            }
            if (Request.getPathInContext(request).startsWith("/fail")) {
              Callback failing = Callback.from(() -> callback.failed(BROKEN), callback::failed);
              response.write(false, ByteBuffer.wrap(BODY), failing);
              return true;
            }
            Content.Source.asString(request);
            response.write(true, ByteBuffer.wrap(BODY), callback);
            return true;
          }
        });
    LifeCycle.start(server);
  }

  Http2Server() {
    this(128, Duration.ofSeconds(30));
  }

  int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  /** Returns how many requests arrived. */
  int requests() {
    return requests.get();
  }

  /** Returns on how many connections requests arrived. */
  int connections() {
    return clients.size();
  }

  /** Waits until so many further requests have arrived below {@code /hold}. */
  void awaitHeld(int count) throws InterruptedException {
    if (!arrived.tryAcquire(count, 20, TimeUnit.SECONDS)) {
      throw new AssertionError("of " + count + " requests, " + arrived + " arrived");
    }
  }

  void letGo() {
    go.countDown();
  }

  @Override
  public void close() {
    letGo();
    LifeCycle.stop(server);
  }
}
