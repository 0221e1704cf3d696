package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Jetty 12. */
final class JettyTestServer implements TestServer {

  private final Server server = new Server();
  private final ServerConnector connector;

  JettyTestServer(ServerSettings settings) throws Exception {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setPersistentConnectionsEnabled(settings.keepAlive());
    connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    settings.idle().ifPresent(idle -> connector.setIdleTimeout(idle.toMillis()));
    server.addConnector(connector);
    server.setHandler(new Answering());
    server.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception failed) {
      throw new IOException(failed);
    }
  }

  private static final class Answering extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String path = Request.getPathInContext(request);
      boolean refuse = path.startsWith("/refuse");
      byte[] body = refuse ? new byte[0] : read(request);
      if (path.equals("/abort")) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.succeeded();
        return true;
      }
      Reply reply =
          refuse ? Reply.to("GET", "/status/413", body) : Reply.to(request.getMethod(), path, body);
      Pause.of(reply.delay());
      response.setStatus(reply.status());
      reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
      if (!reply.mayHaveBody(request.getMethod())) {
        callback.succeeded();
      } else if (!reply.chunked()) {
        response.getHeaders().put("Content-Length", reply.body().length);
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
      } else {
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
          out.write(reply.body(), 0, reply.body().length / 2);
          out.flush();
          out.write(
              reply.body(), reply.body().length / 2, reply.body().length - reply.body().length / 2);
        }
        callback.succeeded();
      }
      return true;
    }

    private static byte[] read(Request request) throws Exception {
      ByteBuffer read = Content.Source.asByteBuffer(request);
      byte[] bytes = new byte[read.remaining()];
      read.get(bytes);
      return bytes;
    }
  }
}
