package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a probe where nobody added Bouncy Castle. */
class TlsLibraryTest {

  private static URLClassLoader withoutBouncyCastle() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!new File(entry).getName().startsWith("bc")) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Starts a proxy with the classes of that loader, and returns what is wrong with it. */
  private static String start(ClassLoader loader, boolean lookIntoTls) throws Exception {
    String here = "io.github.connectionprobe.proxy.";
    Class<?> upstream = loader.loadClass(here + "Upstream");
    Class<?> proxy = loader.loadClass(here + "RecordingProxy");
    Class<?> tls = loader.loadClass(here + "Tls");
    Object to = upstream.getMethod("parse", String.class).invoke(null, "https://localhost:1");
    Object builder = proxy.getMethod("to", upstream).invoke(null, to);
    if (lookIntoTls) {
      Object terminate = tls.getMethod("terminate").invoke(null);
      builder.getClass().getMethod("tls", tls).invoke(builder, terminate);
    }
    try {
      ((AutoCloseable) builder.getClass().getMethod("start").invoke(builder)).close();
      return "";
    } catch (InvocationTargetException failed) {
      return failed.getCause().toString();
    }
  }

  @Test
  void probeThatIsToLookIntoTlsSaysWhatToAdd() throws Exception {
    try (URLClassLoader loader = withoutBouncyCastle()) {
      assertThat(start(loader, true))
          .startsWith(
              "java.lang.IllegalStateException: The probe \"probe\" is to look into TLS, and needs"
                  + " Bouncy Castle to make certificates, but org.bouncycastle.")
          .endsWith(
              " is not on the class path. Add the dependency org.bouncycastle:bcpkix-jdk18on in"
                  + " scope test, or leave TLS to pass through.");
    }
  }

  @Test
  void everyOtherProbeNeedsNone() throws Exception {
    try (URLClassLoader loader = withoutBouncyCastle()) {
      assertThat(start(loader, false)).isEmpty();
    }
  }
}
