package io.github.connectionprobe.junit;

import io.github.connectionprobe.proxy.Destinations;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.RecordingProxyBuilder;
import io.github.connectionprobe.proxy.Upstream;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Whatever clients ask for, as far as it is allowed.
 *
 * @param destinations gives what is allowed
 */
record Forwarded(Function<ExtensionContext, Destinations> destinations) implements UpstreamSource {

  private static final String ARROW = "->";

  /**
   * Reads what is allowed from an annotation.
   *
   * @param allow destinations, with placeholders
   * @param map destinations with an arrow and where they are, with placeholders
   */
  static Forwarded of(List<String> allow, List<String> map) {
    return new Forwarded(
        context -> {
          Destinations destinations = Destinations.loopback();
          for (String destination : allow) {
            destinations = destinations.allow(Placeholders.fill(destination, context));
          }
          for (String mapping : map) {
            destinations = map(destinations, Placeholders.fill(mapping, context));
          }
          return destinations;
        });
  }

  private static Destinations map(Destinations destinations, String mapping) {
    int arrow = mapping.indexOf(ARROW);
    if (arrow < 0) {
      throw new IllegalArgumentException(
          "The mapping \""
              + mapping
              + "\" has no arrow. Write what clients ask for and where it is, as in"
              + " map = \"api.example:443 -> localhost:8443\".");
    }
    return destinations.map(
        mapping.substring(0, arrow).strip(),
        Upstream.parse(mapping.substring(arrow + ARROW.length()).strip()));
  }

  @Override
  public RecordingProxyBuilder in(ExtensionContext context) {
    return RecordingProxy.forward(destinations.apply(context));
  }

  @Override
  public boolean forwards() {
    return true;
  }
}
