package io.github.connectionprobe.examples.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions that this build uses, so that the consumer's need nothing else from a repository.
 */
record ParentPom(String text) {

  static ParentPom in(Path root) throws IOException {
    return new ParentPom(Files.readString(root.resolve("pom.xml")));
  }

  String version() {
    return find("<artifactId>connection-probe-parent</artifactId>\\s*<version>([^<]+)");
  }

  /** Returns them as options of a Maven command. */
  List<String> versions() {
    return List.of(
        "-Dconnection-probe.version=" + version(),
        "-Dokhttp.version=" + find("<okhttp.version>([^<]+)"),
        plugin("resources"),
        plugin("compiler"),
        plugin("surefire"));
  }

  private String plugin(String name) {
    String artifact = "<artifactId>maven-" + name + "-plugin</artifactId>\\s*";
    return "-D" + name + "-plugin.version=" + find(artifact + "<version>([^<]+)");
  }

  private String find(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("The parent's pom.xml has nothing like " + pattern);
    }
    return matcher.group(1);
  }
}
