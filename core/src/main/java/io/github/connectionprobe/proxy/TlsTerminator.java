package io.github.connectionprobe.proxy;

import io.github.connectionprobe.observer.tls.ClientHello;
import io.github.connectionprobe.proxy.SessionLines.Line;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one proxy that looks into TLS have in common: the authority, and one
 * context for each of the two sides, because sessions can only be resumed within a context.
 *
 * <p>What is for users may be used by any thread; the rest belongs to its loop's thread.
 */
final class TlsTerminator {

  private final Tls tls;
  private final TlsAuthority authority;
  private final SniKeyManager keys;
  private final SSLContext forUsers;
  private final SSLContext towardsClients;
  private final SSLContext towardsUpstream;
  private final SessionLines lines = new SessionLines();
  private long anew;

  private TlsTerminator(Tls tls, TlsAuthority authority) throws GeneralSecurityException {
    this.tls = tls;
    this.authority = authority;
    forUsers = context(null, authority.trustManager());
    keys = new SniKeyManager(authority);
    towardsClients = context(keys, null);
    SSLContext given = tls.context();
    towardsUpstream =
        given != null ? given : context(null, tls.verify() ? tls.trust() : new TrustAnything());
  }

  /**
   * Prepares a proxy for looking into TLS.
   *
   * @throws IllegalStateException if the library that writes certificates is missing
   */
  static TlsTerminator create(Tls tls, String name, InetAddress listenOn) {
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
    if (!listenOn.isAnyLocalAddress()) {
      names.add(listenOn.getHostAddress());
    }
    try {
      return new TlsTerminator(tls, TlsAuthority.create(name, names));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(
          "This JVM cannot make a TLS context for the probe \"" + name + "\": " + failed, failed);
    }
  }

  private static SSLContext context(@Nullable KeyManager keys, @Nullable X509TrustManager trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    // Null means the JVM's own, for trust, and none at all, for keys.
    context.init(
        keys == null ? null : new KeyManager[] {keys},
        trust == null ? null : new TrustManager[] {trust},
        null);
    return context;
  }

  X509TrustManager trustManager() {
    return authority.trustManager();
  }

  SSLContext sslContext() {
    return forUsers;
  }

  /** Returns what every certificate is made out for, besides the name asked for. */
  Set<String> standardNames() {
    return authority.standardNames();
  }

  /** Whether the client offers to resume a session that it may have from this proxy. */
  private boolean offersToResume(ClientHello hello) {
    return hello.preSharedKey() || hello.ticket() || knows(hello.sessionId());
  }

  /** Clients of TLS 1.3 fill the session id with noise, so that it has to be looked for. */
  private boolean knows(String sessionId) {
    byte[] id = HexFormat.of().parseHex(sessionId);
    return id.length > 0 && towardsClients.getServerSessionContext().getSession(id) != null;
  }

  /** Returns the line of sessions that the handshake with that host belongs to. */
  Line line(ClientHello hello, String host) {
    return lines.take(host, offersToResume(hello));
  }

  /** Takes back a line whose handshake is complete. */
  void done(Line line) {
    lines.give(line);
  }

  /** Makes the engine that offers to the upstream what the client offered. */
  SSLEngine upstreamEngine(ClientHello hello, Line line) {
    SSLEngine engine = towardsUpstream.createSSLEngine(line.host(), line.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    String[] versions =
        Arrays.stream(engine.getEnabledProtocols())
            .filter(hello.versions()::contains)
            .toArray(String[]::new);
    if (versions.length > 0) {
      parameters.setProtocols(versions);
    }
    parameters.setApplicationProtocols(hello.alpn().toArray(new String[0]));
    if (hello.serverName().isPresent() && HostNames.canBeNamed(line.host())) {
      // Java leaves out names without a dot, which the client did not.
      parameters.setServerNames(List.of(new SNIHostName(line.host())));
    }
    if (tls.verify()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /**
   * Makes the engine that answers the client with what the upstream chose.
   *
   * @param name what to show a certificate for
   * @param mayResume whether the client may resume a session, as the proxy did with the upstream
   */
  SSLEngine clientEngine(SSLEngine upstream, String name, boolean mayResume) {
    SSLEngine engine = towardsClients.createSSLEngine();
    keys.name(engine, name);
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {upstream.getSession().getProtocol()});
    String chosen = upstream.getApplicationProtocol();
    if (chosen != null && !chosen.isEmpty()) {
      parameters.setApplicationProtocols(new String[] {chosen});
    }
    if (!mayResume) {
      // Java resumes a session only for the way of identifying that it was made for; no client is
      // identified here, so that the way has no other meaning, and none that is like it.
      parameters.setEndpointIdentificationAlgorithm("anew-" + ++anew);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Makes the engine that tells a client what is wrong with its first message. */
  SSLEngine rejectingEngine() {
    SSLEngine engine = towardsClients.createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }
}
