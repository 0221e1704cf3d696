package io.github.connectionprobe.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys and certificates (RFC 5280). The only class that knows Bouncy Castle, which is there
 * only where a user added it; keys and signatures are the JDK's own.
 */
final class CertificateWriter {

  /** A certificate and its key. */
  record Issued(X509Certificate certificate, PrivateKey key) {}

  /** Clocks of two machines may differ, and a container may have been asleep. */
  private static final Duration BEFORE = Duration.ofDays(1);

  /** Longer than any test run, and short enough to be worthless afterwards. */
  private static final Duration AFTER = Duration.ofDays(7);

  private static final SecureRandom RANDOM = new SecureRandom();

  private CertificateWriter() {}

  /** Makes an authority that signs itself. */
  static Issued authority(String name) throws GeneralSecurityException {
    KeyPair keys = newKeys();
    X500Principal subject = new X500Principal("CN=" + name);
    try {
      X509v3CertificateBuilder builder = builder(subject, subject, keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return new Issued(sign(builder, keys.getPrivate()), keys.getPrivate());
    } catch (IOException | OperatorCreationException impossible) {
      throw new GeneralSecurityException(impossible);
    }
  }

  /** Makes a server's certificate for those host names and addresses. */
  static Issued server(Issued authority, Collection<String> names) throws GeneralSecurityException {
    KeyPair keys = newKeys();
    X500Principal issuer = authority.certificate().getSubjectX500Principal();
    X500Principal subject = new X500Principal("CN=connection-probe");
    try {
      X509v3CertificateBuilder builder = builder(issuer, subject, keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils()
              .createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
      builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
      return new Issued(sign(builder, authority.key()), keys.getPrivate());
    } catch (IOException | OperatorCreationException impossible) {
      throw new GeneralSecurityException(impossible);
    }
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, KeyPair keys)
      throws IOException, GeneralSecurityException {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, RANDOM).setBit(126),
            Date.from(now.minus(BEFORE)),
            Date.from(now.plus(AFTER)),
            subject,
            keys.getPublic());
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    return builder;
  }

  private static GeneralNames alternativeNames(Collection<String> names) {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        HostNames.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName,
                        name))
            .toArray(GeneralName[]::new));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    byte[] encoded =
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }
}
