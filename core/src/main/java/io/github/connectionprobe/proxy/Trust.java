package io.github.connectionprobe.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Makes trust managers of certificates. */
final class Trust {

  private Trust() {}

  /** Trusts those certificates, whatever they signed, and nothing else. */
  static X509TrustManager in(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("trusted-" + ++number, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no X509TrustManager in this JVM"));
  }

  /**
   * Trusts the certificates in a file of PEM (RFC 7468) or DER.
   *
   * @throws IllegalArgumentException if there are none, or the file cannot be read
   */
  static X509TrustManager in(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new GeneralSecurityException("it holds none");
      }
      return in(found);
    } catch (GeneralSecurityException | IOException wrong) {
      throw new IllegalArgumentException(
          "The certificates to trust cannot be read from "
              + file.toAbsolutePath()
              + ": "
              + wrong
              + ". Give a file with one or more certificates in PEM, as in"
              + " -----BEGIN CERTIFICATE-----.",
          wrong);
    }
  }
}
