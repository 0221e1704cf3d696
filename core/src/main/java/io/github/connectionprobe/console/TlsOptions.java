package io.github.connectionprobe.console;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.RecordingProxyBuilder;
import io.github.connectionprobe.proxy.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What makes the probe look into TLS. */
final class TlsOptions {

  /** What to do with TLS; the constants are what is typed. */
  enum Mode {
    pass,
    terminate
  }

  @Option(
      names = "--tls",
      paramLabel = "<mode>",
      description =
          "What to do with TLS: pass it through (pass, which is the default), or look into it"
              + " (terminate), with an authority of the probe's own that ends with it.")
  private Mode mode = Mode.pass;

  @Option(
      names = "--ca-file",
      paramLabel = "<file>",
      description =
          "With --tls terminate: write the certificate of the probe's authority there, in PEM, for"
              + " clients to trust. Its key is never written.")
  private @Nullable Path authority;

  @Option(
      names = "--trust",
      paramLabel = "<file>",
      description =
          "With --tls terminate: trust the servers whose certificate, or whose authority's, is in"
              + " this file of PEM, instead of those that Java trusts.")
  private @Nullable Path trust;

  /** Returns whether something was said that means nothing without termination. */
  boolean incomplete() {
    return mode == Mode.pass && (authority != null || trust != null);
  }

  /** Returns whether clients speak TLS with the probe itself. */
  boolean terminates() {
    return mode == Mode.terminate;
  }

  void describeTo(RecordingProxyBuilder proxy) throws TroubleException {
    if (terminates()) {
      try {
        proxy.tls(trust == null ? Tls.terminate() : Tls.terminate().trusting(trust));
      } catch (IllegalArgumentException unreadable) {
        throw new TroubleException(String.valueOf(unreadable.getMessage()));
      }
    }
  }

  /** Writes the authority's certificate, where that was asked for. */
  void write(RecordingProxy proxy) throws TroubleException {
    if (authority == null) {
      return;
    }
    try {
      Files.writeString(authority, pem(proxy.trustManager().getAcceptedIssuers()[0]));
    } catch (IOException | CertificateEncodingException failed) {
      throw new TroubleException(
          "The certificate of the probe's authority cannot be written to "
              + authority.toAbsolutePath()
              + ": "
              + failed
              + ". Name a file in a directory that is there and can be written to.");
    }
  }

  private static String pem(X509Certificate certificate) throws CertificateEncodingException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN CERTIFICATE-----\n"
        + lines.encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
