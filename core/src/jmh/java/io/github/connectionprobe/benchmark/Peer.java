package io.github.connectionprobe.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Something that relays to the backend, in a process of its own; or the backend itself. */
final class Peer implements AutoCloseable {

  private final String name;
  private final int port;
  private final @Nullable Process process;

  private Peer(String name, int port, @Nullable Process process) {
    this.name = name;
    this.port = port;
    this.process = process;
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  /** Whether a JVM relays. */
  boolean java() {
    return process != null
        && process.info().command().filter(it -> it.endsWith("java")).isPresent();
  }

  /** Returns how long processors have worked for it so far; for nobody, that is no time. */
  CpuTime cpuTime() throws IOException {
    return process == null ? CpuTime.NONE : CpuTime.of(process.toHandle());
  }

  static Peer direct(int backend) {
    return new Peer("direct", backend, null);
  }

  /** A class of this package that prints its port and relays until its standard input ends. */
  static Peer java(String name, Class<?> main, int... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    IntStream.of(arguments).mapToObj(Integer::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = out.readLine();
    if (line == null) {
      process.destroyForcibly();
      throw new IOException(name + " did not start");
    }
    return new Peer(name, Integer.parseInt(line), process);
  }

  static Peer haproxy(int backend, Path directory) throws IOException, InterruptedException {
    int all = Runtime.getRuntime().availableProcessors();
    return haproxy(Peers.HAPROXY, all, backend, directory);
  }

  /** One that has no more threads than the probe has for a proxy. */
  static Peer haproxyOnOneThread(int backend, Path directory)
      throws IOException, InterruptedException {
    return haproxy(Peers.HAPROXY_ON_ONE_THREAD, 1, backend, directory);
  }

  private static Peer haproxy(String name, int threads, int backend, Path directory)
      throws IOException, InterruptedException {
    int port = freePort();
    Path config = directory.resolve("haproxy-" + threads + ".cfg");
    Files.writeString(
        config,
        """
        global
          maxconn 8000
          nbthread %d
        defaults
          mode tcp
          timeout connect 5s
          timeout client 60s
          timeout server 60s
        listen relay
          bind 127.0.0.1:%d
          server backend 127.0.0.1:%d
        """
            .formatted(threads, port, backend));
    return started(name, port, "haproxy", "-db", "-f", config.toString());
  }

  static Peer nginxStream(int backend, Path directory) throws IOException, InterruptedException {
    int port = freePort();
    Path config = directory.resolve("stream.conf");
    Files.writeString(
        config,
        """
        load_module /usr/lib/nginx/modules/ngx_stream_module.so;
        daemon off;
        pid %s/stream.pid;
        error_log stderr crit;
        worker_processes 2;
        events { worker_connections 20000; }
        stream {
          server {
            listen 127.0.0.1:%d;
            proxy_pass 127.0.0.1:%d;
          }
        }
        """
            .formatted(directory, port, backend));
    return started("nginx stream", port, "nginx", "-c", config.toString());
  }

  static Peer socat(int backend) throws IOException, InterruptedException {
    int port = freePort();
    return started(
        "socat, a process a connection",
        port,
        "socat",
        "-b131072",
        "TCP-LISTEN:" + port + ",bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=1024",
        "TCP:127.0.0.1:" + backend + ",nodelay");
  }

  /** A relay for tests in Go; {@code CONTRIBUTING.md} says where to get it. */
  static Peer toxiproxy(int backend, Path directory) throws IOException, InterruptedException {
    int port = freePort();
    Path config = directory.resolve("toxiproxy.json");
    Files.writeString(
        config,
        """
        [{"name": "relay", "listen": "127.0.0.1:%d", "upstream": "127.0.0.1:%d", "enabled": true}]
        """
            .formatted(port, backend));
    return started(
        "Toxiproxy",
        port,
        "toxiproxy-server",
        "-host",
        "127.0.0.1",
        "-port",
        Integer.toString(freePort()),
        "-config",
        config.toString());
  }

  /** The server that all of them relay to. */
  static Peer backend(Path directory) throws IOException, InterruptedException {
    int port = freePort();
    Files.write(directory.resolve("128k"), new byte[128 * 1024]);
    Files.write(directory.resolve("64m"), new byte[64 * 1024 * 1024]);
    Path config = directory.resolve("backend.conf");
    Files.writeString(
        config,
        """
        daemon off;
        pid %1$s/backend.pid;
        error_log stderr crit;
        worker_processes 2;
        events { worker_connections 20000; }
        http {
          access_log off;
          sendfile on;
          tcp_nodelay on;
          keepalive_requests 1000000000;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d backlog=4096;
            root %1$s;
            location = /small { return 200 "ok"; }
          }
        }
        """
            .formatted(directory, port));
    return started("backend", port, "nginx", "-c", config.toString());
  }

  private static Peer started(String name, int port, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(command));
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException(name + " does not listen: " + String.join(" ", all));
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return new Peer(name, port, process);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.getOutputStream().close();
      process.destroy();
    }
  }
}
