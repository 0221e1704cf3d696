package io.github.connectionprobe.examples.accuracy;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The nginx installed on this machine. It answers a few of the paths only. */
final class NginxTestServer implements TestServer {

  private final Path directory;
  private final int port;
  private final Process process;

  NginxTestServer(ServerSettings settings) throws Exception {
    directory = Files.createTempDirectory("accuracy-nginx");
    port = freePort();
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(configuration, configuration(settings));
    process =
        new ProcessBuilder("nginx", "-p", directory.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    awaitListening();
  }

  /** Returns whether nginx can be run here. */
  static boolean installed() {
    for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(place, "nginx"))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join().destroyForcibly();
  }

  private String configuration(ServerSettings settings) {
    long idle = settings.keepAlive() ? settings.idle().map(Duration::toMillis).orElse(60_000L) : 0;
    return """
        daemon off;
        worker_processes 1;
        pid %1$s/pid;
        error_log %1$s/error.log;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          keepalive_timeout %2$dms;
          keepalive_requests %3$d;
          server {
            listen 127.0.0.1:%4$d;
            location /status/204 { return 204; }
            location /status/500 { return 500 "sorry"; }
            location /redirect { return 302 /ok; }
            location / { return 200 "hello"; }
          }
        }
        """
        .formatted(directory, idle, settings.maxRequests().orElse(1_000), port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private void awaitListening() throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IOException("nginx: " + Files.readString(directory.resolve("out")), notYet);
        }
        Pause.of(Duration.ofMillis(20));
      }
    }
  }
}
