package io.github.connectionprobe.diagnosis;

import static java.util.Objects.requireNonNull;

/**
 * What the connections opened without need would cost under load. A closed connection keeps its
 * port for a minute in TIME_WAIT (RFC 9293 §3.6.1 and Linux's fixed value), so that a client which
 * opens one for every request runs out of ports at a few hundred requests a second.
 *
 * <pre>{@code
 * Cost cost = Cost.of(diagnosis, 500, PortRange.LINUX_DEFAULT);
 * cost.sockets();         // 30000
 * cost.exhaustsPorts();   // true
 * }</pre>
 *
 * @param handshakesWasted how many connections client or server could have spared
 * @param perRequest how many of them there were for each request beyond those that needed theirs
 * @param requestsPerSecond the load for which to forecast
 * @param ports the ports there are
 */
public record Cost(
    int handshakesWasted, double perRequest, int requestsPerSecond, PortRange ports) {

  /** The load at which messages forecast: a modest one for a service. */
  public static final int USUAL_REQUESTS_PER_SECOND = 500;

  /** How long a port stays in TIME_WAIT on Linux. */
  public static final int TIME_WAIT_SECONDS = 60;

  /** Checks that nothing is missing. */
  public Cost {
    requireNonNull(ports, "ports");
  }

  /**
   * Returns what a diagnosis means at a given load.
   *
   * @param diagnosis what was found
   * @param requestsPerSecond the load
   * @param ports the ports of the machine in question
   */
  public static Cost of(Diagnosis diagnosis, int requestsPerSecond, PortRange ports) {
    int wasted = (int) diagnosis.explanations().stream().filter(Cost::sparable).count();
    // In the long run, the first request of each connection needed weighs nothing.
    long repeatable = diagnosis.recording().exchangeCount() - diagnosis.needed();
    double perRequest = Math.min(1.0, wasted / (double) Math.max(1, repeatable));
    return new Cost(wasted, perRequest, requestsPerSecond, ports);
  }

  private static boolean sparable(Explanation explanation) {
    return explanation.responsible() == Responsible.CLIENT
        || explanation.responsible() == Responsible.SERVER;
  }

  /** Returns how many sockets would wait in TIME_WAIT at any moment. */
  public long sockets() {
    return Math.round(requestsPerSecond * perRequest * TIME_WAIT_SECONDS);
  }

  /** Returns true where that is more than there are ports. */
  public boolean exhaustsPorts() {
    return sockets() > ports.size();
  }
}
