package io.github.connectionprobe.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.netcrusher.core.reactor.NioReactor;
import org.netcrusher.tcp.TcpCrusher;
import org.netcrusher.tcp.TcpCrusherBuilder;

/** NetCrusher, a relay for tests on {@code java.nio}. */
final class NetCrusherProcess {

  private NetCrusherProcess() {}

  public static void main(String... args) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    open(new NioReactor(), port, Integer.parseInt(args[0]));
    System.out.println(port);
    ProbeProcess.awaitEndOfInput();
    // Its threads are no daemons.
    System.exit(0);
  }

  static TcpCrusher open(NioReactor reactor, int port, int backend) {
    return TcpCrusherBuilder.builder()
        .withReactor(reactor)
        .withBindAddress("127.0.0.1", port)
        .withConnectAddress("127.0.0.1", backend)
        .withBacklog(4096)
        .buildAndOpen();
  }
}
