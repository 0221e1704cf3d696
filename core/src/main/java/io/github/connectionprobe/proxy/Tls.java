package io.github.connectionprobe.proxy;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy looks into TLS: it ends the client's TLS with a certificate of its own, and opens TLS
 * to the upstream, which it verifies as told here. Without one of these a proxy passes TLS through
 * untouched.
 *
 * <pre>{@code
 * RecordingProxy proxy =
 *     RecordingProxy.to(Upstream.parse("https://localhost:8443"))
 *         .tls(Tls.terminate().trusting(whoeverSignedTheTestServer))
 *         .start();
 * OkHttpClient client =
 *     new OkHttpClient.Builder()
 *         .sslSocketFactory(proxy.sslContext().getSocketFactory(), proxy.trustManager())
 *         .build();
 * }</pre>
 *
 * <p>The upstream's certificate has to be trusted and to be valid for the upstream's name (RFC 9110
 * §4.3.4), as for any client. The proxy's own certificates come from an authority that is made when
 * the proxy starts, exists in memory only, and is good for nothing but {@link
 * RecordingProxy#trustManager()}.
 *
 * <p>Immutable.
 */
public final class Tls {

  private static final Tls TERMINATE = new Tls(null, null, true);

  private final @Nullable X509TrustManager trust;
  private final @Nullable SSLContext context;
  private final boolean verify;

  private Tls(@Nullable X509TrustManager trust, @Nullable SSLContext context, boolean verify) {
    this.trust = trust;
    this.context = context;
    this.verify = verify;
  }

  /** Looks into TLS, and trusts the upstreams that this JVM trusts. */
  public static Tls terminate() {
    return TERMINATE;
  }

  /** Trusts the upstreams that the trust manager trusts, and still checks the upstream's name. */
  public Tls trusting(X509TrustManager upstream) {
    return new Tls(requireNonNull(upstream, "upstream"), null, true);
  }

  /**
   * Trusts the upstreams whose certificate is in that file, or signed by one that is, and still
   * checks the upstream's name.
   *
   * @param certificates a file of certificates, in PEM (RFC 7468) or DER; it is read now
   * @throws IllegalArgumentException if it cannot be read or holds no certificate
   */
  public Tls trusting(Path certificates) {
    return trusting(Trust.in(requireNonNull(certificates, "certificates")));
  }

  /**
   * Connects to the upstream with this context: with its trust, and with the client certificate it
   * has, where the upstream asks for one. The upstream's name is still checked.
   */
  public Tls upstreamContext(SSLContext context) {
    return new Tls(null, requireNonNull(context, "context"), true);
  }

  /**
   * Takes any certificate from the upstream, for any name: whoever gets between the probe and the
   * upstream is not noticed. For a server whose certificate nobody can verify.
   */
  public Tls trustingAnyUpstreamWithoutVerifying() {
    return new Tls(null, null, false);
  }

  @Nullable X509TrustManager trust() {
    return trust;
  }

  @Nullable SSLContext context() {
    return context;
  }

  boolean verify() {
    return verify;
  }
}
