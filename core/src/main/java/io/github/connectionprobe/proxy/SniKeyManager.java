package io.github.connectionprobe.proxy;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows each client a certificate for the name it asked for (RFC 6066 §3), so that one context, and
 * with it one memory of sessions to resume, serves all names. An alias is such a name.
 *
 * <p>The names are told in advance: newer JDKs ask for the certificate of a session that is to be
 * resumed before they have read the name in the message that resumes it.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class SniKeyManager extends X509ExtendedKeyManager {

  private final TlsAuthority authority;

  private final Map<SSLEngine, String> names = new WeakHashMap<>();

  SniKeyManager(TlsAuthority authority) {
    this.authority = authority;
  }

  /** Sets the name to show a certificate for. */
  void name(SSLEngine engine, String name) {
    names.put(engine, name);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    if (!keyType.equals("EC")) {
      return null;
    }
    return names.getOrDefault(engine, "");
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {
      authority.certificateFor(alias).certificate(), authority.authority().certificate()
    };
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return authority.certificateFor(alias).key();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
