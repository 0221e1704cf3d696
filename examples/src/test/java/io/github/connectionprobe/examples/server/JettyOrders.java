package io.github.connectionprobe.examples.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** The order service in an embedded Jetty. */
public final class JettyOrders implements AutoCloseable {

  private final Server server;

  private JettyOrders(Server server) {
    this.server = server;
  }

  /** Starts it on a free port. */
  public static JettyOrders start() {
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Orders answer = Orders.at(Request.getPathInContext(request));
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
            return true;
          }
        });
    LifeCycle.start(server);
    return new JettyOrders(server);
  }

  /** Returns where it listens. */
  public URI uri() {
    return URI.create("http://localhost:" + server.getURI().getPort());
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
