package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Responsible;
import io.github.connectionprobe.proxy.RecordingProxyBuilder;
import io.github.connectionprobe.proxy.Tls;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What was said about a probe, whichever way it was said.
 *
 * @param owner the extension that answers for it; {@code ProbeExtension.class} for annotations
 * @param where the place that declares it, for messages
 * @param key what it is found by; empty where it has no name
 * @param label the name that messages print
 * @param upstream what it stands in front of
 * @param tls how TLS is looked into; null where it is passed through
 * @param lostReuse what the guard does
 * @param failOn whose losses count besides the client's own
 * @param artifacts when a test leaves files behind
 * @param artifactKinds which ones; empty where the build decides
 */
record Settings(
    Object owner,
    String where,
    String key,
    String label,
    UpstreamSource upstream,
    @Nullable Tls tls,
    LostReuse lostReuse,
    Set<Responsible> failOn,
    Artifacts artifacts,
    Set<ArtifactKind> artifactKinds) {

  /** Finds out now whether it could be started. */
  void check(ExtensionContext context) {
    proxy(context);
  }

  /** Starts it on any free port. */
  ProbeHandle start(ExtensionContext context) {
    return start(context, 0);
  }

  ProbeHandle start(ExtensionContext context, int port) {
    Insight insight = Insight.in(context);
    RecordingProxyBuilder proxy =
        proxy(context).name(label).port(port).callSites(insight::callSite);
    if (tls != null) {
      proxy.tls(tls);
    }
    if (ReportSettings.of(context).kinds(this).contains(ArtifactKind.CAPTURE)) {
      proxy.capture();
    }
    try {
      return new ProbeHandle(this, proxy.start(), insight);
    } catch (IllegalStateException wrong) {
      throw new ExtensionConfigurationException(where + ": " + wrong.getMessage(), wrong);
    }
  }

  private RecordingProxyBuilder proxy(ExtensionContext context) {
    try {
      return upstream.in(context);
    } catch (IllegalArgumentException wrong) {
      throw new ExtensionConfigurationException(where + ": " + wrong.getMessage(), wrong);
    }
  }

  /** Names it as a list of the probes there are would. */
  String mention() {
    return (key.isEmpty() ? "one without a name" : "\"" + key + "\"") + " (" + where + ")";
  }
}
