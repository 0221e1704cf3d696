package io.github.connectionprobe.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The two ends of connections through a proxy that looks into TLS, held by one test: sockets on the
 * client's side and sockets on the server's.
 */
final class TlsPeers implements AutoCloseable {

  private final String version;
  private final TlsIdentity identity = TlsIdentity.of("localhost");
  private final ServerSocket listener;
  private final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
  private final RecordingProxy proxy;

  /** A connection that reached the server and has shaken hands, and the socket below TLS. */
  record Accepted(SSLSocket tls, Socket below) {}

  private final boolean forgetful;
  private final AtomicInteger full = new AtomicInteger();

  private TlsPeers(String version, boolean forgetful) throws IOException {
    this.version = version;
    this.forgetful = forgetful;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(this::accept, "tls-peers");
    acceptor.setDaemon(true);
    acceptor.start();
    proxy =
        RecordingProxy.to(Upstream.of("localhost", listener.getLocalPort()))
            .tls(Tls.terminate().trusting(identity.trust()))
            .start();
  }

  static TlsPeers speaking(String version) throws IOException {
    return new TlsPeers(version, false);
  }

  /** The server gives sessions, and takes none of them up. */
  static TlsPeers withForgetfulServer(String version) throws IOException {
    return new TlsPeers(version, true);
  }

  private void accept() {
    try {
      while (true) {
        Socket below = listener.accept();
        SSLSocket socket =
            (SSLSocket)
                serverContext().getSocketFactory().createSocket(below, "localhost", 1, true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {version});
        long begun = System.currentTimeMillis();
        socket.startHandshake();
        // A session that was resumed is older than its handshake.
        if (socket.getSession().getCreationTime() >= begun) {
          full.incrementAndGet();
        }
        accepted.add(new Accepted(socket, below));
      }
    } catch (IOException | GeneralSecurityException closed) {
      // The test is over.
    }
  }

  private SSLContext serverContext() throws GeneralSecurityException {
    return forgetful ? identity.newContext() : identity.context();
  }

  /** How many full handshakes the server counted. */
  int fullHandshakes() {
    return full.get();
  }

  RecordingProxy proxy() {
    return proxy;
  }

  /** Connects a client that has shaken hands. */
  SSLSocket connect() throws IOException {
    return connect(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
  }

  /** Shakes hands over that socket. */
  SSLSocket connect(Socket below) throws IOException {
    SSLContext context = proxy.sslContext();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(below, "localhost", proxy.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Returns the server's end of the connection that was made next. */
  Accepted accepted() throws InterruptedException {
    Accepted socket = accepted.poll(10, TimeUnit.SECONDS);
    if (socket == null) {
      throw new AssertionError("nothing arrived at the server");
    }
    return socket;
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    listener.close();
  }
}
