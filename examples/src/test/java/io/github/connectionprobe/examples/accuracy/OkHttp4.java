package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OkHttp 4 beside OkHttp 5: same packages, so it has a class loader of its own. */
final class OkHttp4 extends URLClassLoader {

  private static final OkHttp4 LOADER = new OkHttp4(jars());

  private OkHttp4(URL[] jars) {
    super(jars, OkHttp4.class.getClassLoader());
  }

  static TestClient open(ClientSettings settings) {
    try {
      Constructor<?> constructor =
          LOADER
              .loadClass(OkHttpTestClient.class.getName())
              .getDeclaredConstructor(ClientSettings.class, boolean.class);
      constructor.setAccessible(true);
      return (TestClient) constructor.newInstance(settings, false);
    } catch (ReflectiveOperationException failed) {
      throw new IllegalStateException("OkHttp 4 is not in target/okhttp4", failed);
    }
  }

  private static URL[] jars() {
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(Path.of("target", "okhttp4"), "*.jar")) {
      for (Path jar : found) {
        jars.add(jar.toUri().toURL());
      }
    } catch (IOException missing) {
      throw new IllegalStateException("Maven copies OkHttp 4 to target/okhttp4", missing);
    }
    return jars.toArray(URL[]::new);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      if (name.startsWith("okhttp3.") || name.startsWith("okio.")) {
        return findClass(name);
      }
      return name.startsWith(OkHttpTestClient.class.getName())
          ? defineAgain(name)
          : super.loadClass(name, resolve);
    }
  }

  private Class<?> defineAgain(String name) throws ClassNotFoundException {
    try (InputStream in =
        getParent().getResourceAsStream(name.replace('.', '/').concat(".class"))) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }
}
