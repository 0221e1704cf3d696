package io.github.connectionprobe.examples.forward;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Signs a server's certificate, with keys that are made for the occasion and kept nowhere. */
final class Authority {

  private final HeldCertificate root;
  private final HandshakeCertificates trusting;
  private final SSLContext context;

  Authority() {
    this(new HeldCertificate.Builder().certificateAuthority(0).commonName("test").build());
  }

  private Authority(HeldCertificate root) {
    this.root = root;
    trusting =
        new HandshakeCertificates.Builder().addTrustedCertificate(root.certificate()).build();
    // Each call would make another one.
    context = trusting.sslContext();
  }

  /** The same authority, with client contexts that know of no earlier session. */
  Authority anew() {
    return new Authority(root);
  }

  /** What makes a server be those host names. */
  SSLContext server(String... names) {
    HeldCertificate.Builder certificate = new HeldCertificate.Builder().signedBy(root);
    for (String name : names) {
      certificate.addSubjectAlternativeName(name);
    }
    return new HandshakeCertificates.Builder()
        .heldCertificate(certificate.build())
        .build()
        .sslContext();
  }

  /** What makes a client trust such servers; the same each time. */
  SSLContext client() {
    return context;
  }

  X509TrustManager trustManager() {
    return trusting.trustManager();
  }
}
