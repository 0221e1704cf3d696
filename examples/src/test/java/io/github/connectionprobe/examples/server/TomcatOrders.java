package io.github.connectionprobe.examples.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;

/** The order service in an embedded Tomcat. */
public final class TomcatOrders implements AutoCloseable {

  private final Tomcat tomcat;
  private final Path directory;

  private TomcatOrders(Tomcat tomcat, Path directory) {
    this.tomcat = tomcat;
    this.directory = directory;
  }

  /** Starts it on a free port. */
  public static TomcatOrders start() {
    Tomcat tomcat = new Tomcat();
    Path directory = temporaryDirectory();
    tomcat.setSilent(true);
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "localhost");
    StandardContext context = (StandardContext) tomcat.addContext("", null);
    // These are for servers that outlive their applications.
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
    Tomcat.addServlet(context, "orders", new OrderServlet()).addMapping("/orders/*");
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat did not start.", e);
    }
    return new TomcatOrders(tomcat, directory);
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("tomcat");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns where it listens. */
  public URI uri() {
    return URI.create("http://localhost:" + tomcat.getConnector().getLocalPort());
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
    ExpandWar.delete(directory.toFile());
  }

  private static final class OrderServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Orders answer = Orders.at(request.getRequestURI());
      response.setStatus(answer.status());
      response.setContentType("application/json");
      response.setContentLength(answer.body().length);
      response.getOutputStream().write(answer.body());
    }
  }
}
