package io.github.connectionprobe.examples.accuracy;

import java.util.ArrayList;
import java.util.List;

/** All scenarios that this machine can play. */
final class Scenarios {

  private Scenarios() {}

  static List<Scenario> all() {
    List<Scenario> rows = new ArrayList<>();
    rows.addAll(ClientLosses.all());
    rows.addAll(ServerLosses.all());
    rows.addAll(WireLosses.all());
    rows.addAll(Selections.all());
    rows.addAll(Healthy.all());
    if (!NginxTestServer.installed()) {
      if (Boolean.parseBoolean(System.getenv("CONNECTION_PROBE_REQUIRE_TOOLS"))) {
        throw new IllegalStateException(
            "nginx is not on the PATH, and CONNECTION_PROBE_REQUIRE_TOOLS asks for it.");
      }
      rows.removeIf(row -> row.serverKind().filter(ServerKind.NGINX::equals).isPresent());
    }
    return rows;
  }
}
