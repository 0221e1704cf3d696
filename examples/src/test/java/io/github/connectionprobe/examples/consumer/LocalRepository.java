package io.github.connectionprobe.examples.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A local Maven repository for one test. Our own artifacts lie in it as if {@code mvn install} had
 * put them there, while the user's own repository stays as it is.
 */
final class LocalRepository {

  private final Path directory;
  private final ParentPom parent;

  LocalRepository(Path directory, ParentPom parent) {
    this.directory = directory;
    this.parent = parent;
  }

  /** Puts a module's POM here and, if it makes one, the JAR that the build has packaged. */
  void install(String artifact, Path module) throws IOException {
    String version = parent.version();
    Path home =
        Files.createDirectories(
            directory.resolve("io/github/connectionprobe").resolve(artifact).resolve(version));
    String name = artifact + "-" + version;
    Files.copy(module.resolve("pom.xml"), home.resolve(name + ".pom"));
    if (Files.exists(module.resolve("src"))) {
      Path jar = module.resolve("target").resolve(name + ".jar");
      if (Files.notExists(jar)) {
        throw new IllegalStateException(
            jar.normalize() + " is missing. Build it first: mvn -DskipTests package");
      }
      Files.copy(jar, home.resolve(name + ".jar"));
    }
  }

  /** Returns options that make the user's own repository the only source of everything else. */
  List<String> withoutNetwork() throws IOException {
    Path users =
        Path.of(
            System.getProperty(
                "connectionprobe.test.maven.repository",
                System.getProperty("user.home") + "/.m2/repository"));
    Path settings = directory.resolveSibling("settings.xml");
    Files.writeString(
        settings,
        """
        <settings>
          <mirrors>
            <mirror><id>users</id><mirrorOf>*</mirrorOf><url>%s</url></mirror>
          </mirrors>
        </settings>
        """
            .formatted(users.toUri()));
    return List.of("-s", settings.toString(), "-gs", settings.toString(), here());
  }

  /** Returns options that leave the sources to the settings of this machine. */
  List<String> withNetwork() {
    return List.of("-U", here());
  }

  private String here() {
    return "-Dmaven.repo.local=" + directory;
  }
}
