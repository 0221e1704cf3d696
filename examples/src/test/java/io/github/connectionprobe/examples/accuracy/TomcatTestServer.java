package io.github.connectionprobe.examples.accuracy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat 11. */
final class TomcatTestServer implements TestServer {

  private static final Logger LOGGER = Logger.getLogger("org.apache");

  private final Tomcat tomcat = new Tomcat();
  private final Path base;

  TomcatTestServer(ServerSettings settings) throws Exception {
    LOGGER.setLevel(Level.SEVERE);
    base = Files.createTempDirectory("accuracy-tomcat");
    tomcat.setBaseDir(base.toString());
    tomcat.setPort(0);
    tomcat.setHostname("localhost");
    Connector connector = tomcat.getConnector();
    connector.setProperty("address", "127.0.0.1");
    settings
        .idle()
        .ifPresent(idle -> connector.setProperty("keepAliveTimeout", "" + idle.toMillis()));
    settings
        .maxRequests()
        .ifPresent(most -> connector.setProperty("maxKeepAliveRequests", "" + most));
    if (!settings.keepAlive()) {
      connector.setProperty("maxKeepAliveRequests", "1");
    }
    Context context = tomcat.addContext("", base.toString());
    Tomcat.addServlet(context, "answering", new Answering());
    context.addServletMapping("/*", "answering");
    tomcat.start();
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException failed) {
      throw new IOException(failed);
    }
  }

  private static final class Answering extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String path = request.getRequestURI();
      boolean refuse = path.startsWith("/refuse");
      byte[] body = refuse ? new byte[0] : request.getInputStream().readAllBytes();
      Reply reply = Reply.to(request.getMethod(), refuse ? "/status/413" : path, body);
      Pause.of(reply.delay());
      response.setStatus(reply.status());
      reply.headers().forEach(response::setHeader);
      if (reply.mayHaveBody(request.getMethod())) {
        write(reply, response);
      }
    }

    private static void write(Reply reply, HttpServletResponse response) throws IOException {
      OutputStream out = response.getOutputStream();
      if (reply.chunked()) {
        out.write(reply.body(), 0, reply.body().length / 2);
        response.flushBuffer();
        out.write(
            reply.body(), reply.body().length / 2, reply.body().length - reply.body().length / 2);
      } else {
        response.setContentLength(reply.body().length);
        out.write(reply.body());
      }
    }
  }
}
