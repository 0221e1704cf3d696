package io.github.connectionprobe.proxy;

import io.github.connectionprobe.proxy.CertificateWriter.Issued;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.X509TrustManager;

/**
 * The authority of one proxy: signs a certificate for every name that clients ask for, and is known
 * to nobody but those who were given its trust manager. In memory only, for the proxy's lifetime.
 *
 * <p>Its trust manager may be used by any thread; the rest belongs to its loop's thread.
 */
final class TlsAuthority {

  /** Names beyond these get the certificate of the names that are always served. */
  private static final int MAX_NAMES = 256;

  private final Issued authority;
  private final X509TrustManager trustManager;
  private final Set<String> standardNames;
  private final Map<String, Issued> issued = new HashMap<>();

  private TlsAuthority(Issued authority, Set<String> standardNames)
      throws GeneralSecurityException, IOException {
    this.authority = authority;
    this.trustManager = Trust.in(List.of(authority.certificate()));
    this.standardNames = standardNames;
  }

  /**
   * Makes an authority.
   *
   * @param name the proxy's name
   * @param standardNames what every certificate is made out for, besides the name asked for
   * @throws IllegalStateException if the library that writes certificates is missing
   */
  static TlsAuthority create(String name, Set<String> standardNames) {
    try {
      return new TlsAuthority(
          CertificateWriter.authority("connection-probe authority of this run only"),
          standardNames);
    } catch (NoClassDefFoundError missing) {
      throw new IllegalStateException(
          "The probe \""
              + name
              + "\" is to look into TLS, and needs Bouncy Castle to make certificates, but "
              + String.valueOf(missing.getMessage()).replace('/', '.')
              + " is not on the class path. Add the dependency"
              + " org.bouncycastle:bcpkix-jdk18on in scope test, or leave TLS to pass through.",
          missing);
    } catch (GeneralSecurityException | IOException failed) {
      throw new IllegalStateException(
          "This JVM cannot make the certificates that the probe \""
              + name
              + "\" needs to look into TLS: "
              + failed,
          failed);
    }
  }

  /** Trusts this authority and no other. */
  X509TrustManager trustManager() {
    return trustManager;
  }

  Issued authority() {
    return authority;
  }

  /** Returns what every certificate is made out for. */
  Set<String> standardNames() {
    return standardNames;
  }

  /** Returns the certificate to show to a client that asked for that name; empty for none. */
  Issued certificateFor(String name) {
    boolean known = issued.containsKey(name) || issued.size() < MAX_NAMES;
    String key = known && HostNames.canBeCertified(name) ? name : "";
    return issued.computeIfAbsent(key, this::issue);
  }

  private Issued issue(String name) {
    Set<String> names = new LinkedHashSet<>();
    if (!name.isEmpty()) {
      names.add(name);
    }
    names.addAll(standardNames);
    try {
      return CertificateWriter.server(authority, names);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException("No certificate could be made for " + names, failed);
    }
  }
}
