package io.github.connectionprobe.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The project in the test resource {@code consumer}, with a local repository of its own. */
final class ConsumerProject {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path SOURCES = MODULE.resolve("src/test/resources/consumer");

  private final Path directory;
  private final LocalRepository repository;
  private final ParentPom parent;

  private ConsumerProject(Path directory, LocalRepository repository, ParentPom parent) {
    this.directory = directory;
    this.repository = repository;
    this.parent = parent;
  }

  /** Puts the project, and what this build has made, into that directory. */
  static ConsumerProject in(Path directory) throws IOException {
    Path root = MODULE.getParent();
    ParentPom parent = ParentPom.in(root);
    LocalRepository repository = new LocalRepository(directory.resolve("repository"), parent);
    repository.install("connection-probe-parent", root);
    repository.install("connection-probe-core", root.resolve("core"));
    repository.install("connection-probe-junit", root.resolve("junit-extension"));
    Path project = directory.resolve("project");
    copy(SOURCES, project);
    return new ConsumerProject(project, repository, parent);
  }

  /**
   * Runs {@code mvn test}, with what the build around us has downloaded and, only if that is not
   * enough, with what this machine's Maven can download.
   */
  MavenRun test(String... options) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("test"));
    arguments.addAll(List.of(options));
    arguments.addAll(parent.versions());
    MavenRun run = MavenRun.in(directory, with(arguments, repository.withoutNetwork()));
    return run.lacksArtifacts()
        ? MavenRun.in(directory, with(arguments, repository.withNetwork()))
        : run;
  }

  /** Puts a file into the project. */
  void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Returns what is in a file of the project. */
  String read(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  /** Returns, by the names of the tests, the messages of those of a class that failed last. */
  Map<String, String> failures(String testClass) throws Exception {
    Path report = directory.resolve("target/surefire-reports/TEST-" + testClass + ".xml");
    NodeList failures =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("failure");
    Map<String, String> messages = new TreeMap<>();
    for (int i = 0; i < failures.getLength(); i++) {
      Node test = failures.item(i).getParentNode();
      String name = ((Element) test).getAttribute("name");
      messages.put(name.replaceFirst("\\(.*", ""), failures.item(i).getTextContent());
    }
    return messages;
  }

  private static List<String> with(List<String> arguments, List<String> more) {
    return Stream.concat(arguments.stream(), more.stream()).toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    assertThat(to.resolve("pom.xml")).exists();
  }
}
