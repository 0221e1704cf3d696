package io.github.connectionprobe.proxy;

import io.github.connectionprobe.proxy.CertificateWriter.Issued;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/** A server's certificate, signed by an authority of its own. */
final class TlsIdentity extends X509ExtendedKeyManager {

  private final Issued authority;
  private final Issued issued;
  private final SSLContext context;

  private TlsIdentity(String... names) throws GeneralSecurityException {
    authority = CertificateWriter.authority("the authority of a test");
    issued = CertificateWriter.server(authority, List.of(names));
    context = newContext();
  }

  /** Makes a context that knows of no session. */
  SSLContext newContext() throws GeneralSecurityException {
    SSLContext made = SSLContext.getInstance("TLS");
    made.init(new KeyManager[] {this}, null, null);
    return made;
  }

  static TlsIdentity of(String... names) {
    try {
      return new TlsIdentity(names);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  SSLContext context() {
    return context;
  }

  X509TrustManager trust() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("authority", authority.certificate());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return (X509TrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return choose(keyType);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return choose(keyType);
  }

  private static String choose(String keyType) {
    return keyType.equals("EC") ? "server" : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {issued.certificate(), authority.certificate()};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return issued.key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }
}
