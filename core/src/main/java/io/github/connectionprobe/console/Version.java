package io.github.connectionprobe.console;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the jar's manifest holds. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"connection-probe " + (version == null ? "(not from a jar)" : version)};
  }
}
