package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.diagnosis.Link.Kind;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.TlsHandshake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Splits the connections opened into those needed and those to explain. */
final class Accounting {

  private final Recording recording;
  private final List<Timeline> timelines;
  private final int peak;
  private final int atLeast;
  private final Library library;
  private final Route route;
  private final UnreadBodies unread;

  private Accounting(
      Recording recording, List<Timeline> timelines, JvmEvidence evidence, UnreadBodies unread) {
    this.recording = recording;
    this.timelines = timelines;
    peak = Peak.of(recording, timelines);
    atLeast = Peak.connections(recording, timelines);
    library = new Library(evidence);
    route = new Route(timelines);
    this.unread = unread;
  }

  static Diagnosis diagnose(Recording recording, JvmEvidence evidence, UnreadBodies unread) {
    List<Timeline> timelines = Timelines.of(recording);
    // As in nearly every test, each of which would feel it if that were found out the long way.
    return timelines.size() == 1 && neededByItself(timelines.get(0))
        ? new Diagnosis(recording, 1, List.of())
        : new Accounting(recording, timelines, evidence, unread).diagnosis();
  }

  /** Whether the only connection that there is was opened, and served. */
  private static boolean neededByItself(Timeline only) {
    return !only.carriedOver()
        && only.connection.upstreamFailure().isEmpty()
        && only.followed()
        && only.used()
        && only.listed() > 0;
  }

  private Diagnosis diagnosis() {
    List<Link> links = links();
    List<Link> serving = links.stream().filter(Accounting::serves).toList();
    int needed = Math.min(serving.size(), Math.max(0, atLeast - usableFromBefore()));
    List<Link> toExplain = new ArrayList<>(surplus(serving, needed));
    links.stream().filter(link -> !serves(link)).forEach(toExplain::add);
    needed += spareOnePerOpaqueProtocol(toExplain);
    toExplain.sort(Comparator.comparingInt(link -> link.opened().number()));

    Context context = Context.of(timelines, toExplain, peak, library, route, unread);
    Explainer explainer = new Explainer(context);
    return new Diagnosis(recording, needed, toExplain.stream().map(explainer::explain).toList());
  }

  private List<Link> links() {
    List<Timeline> opened =
        timelines.stream().filter(t -> !t.carriedOver() && t.followed() && t.used()).toList();
    IdealPool pool = new IdealPool(route, new Race(opened, route, peak, library));
    List<Link> links = new ArrayList<>();
    for (Timeline timeline : timelines) {
      RecordedConnection connection = timeline.connection;
      if (timeline.carriedOver()) {
        if (timeline.followed()) {
          pool.carryOver(timeline);
        }
      } else if (connection.upstreamFailure().isPresent()) {
        links.add(Link.of(timeline, Kind.UNREACHABLE));
      } else if (timeline.followed() && timeline.used()) {
        links.add(pool.open(timeline));
      } else if (connection.tls().flatMap(TlsHandshake::failure).isPresent()) {
        links.add(Link.of(timeline, Kind.FAILED));
      } else {
        boolean unused = timeline.silent() || timeline.estimated() || idleHttp2(timeline);
        links.add(Link.of(timeline, unused ? Kind.UNUSED : Kind.OPAQUE));
      }
    }
    return links;
  }

  private static boolean idleHttp2(Timeline timeline) {
    return timeline.multiplexed() && timeline.observed();
  }

  private static boolean serves(Link link) {
    return link.added() || link.kind() == Kind.IDLE || link.kind() == Kind.LOST;
  }

  private int usableFromBefore() {
    long from = recording.from().toNanos();
    return (int)
        timelines.stream().filter(t -> t.carriedOver() && t.followed() && t.lost() > from).count();
  }

  /**
   * Returns the links beyond the number needed. Those for which nothing was free come first among
   * the needed ones; where they are too few, connections that stood beside an idle one turned out
   * to be needed later, when both were in use.
   */
  private static List<Link> surplus(List<Link> serving, int needed) {
    return serving.stream()
        .sorted(Comparator.comparingInt(Accounting::dispensability))
        .skip(needed)
        .toList();
  }

  private static int dispensability(Link link) {
    return link.added() ? 0 : link.kind() == Kind.IDLE ? 1 : 2;
  }

  /** What cannot be looked into needs one connection a protocol; more cannot be judged. */
  private int spareOnePerOpaqueProtocol(List<Link> toExplain) {
    Set<Protocol> served = EnumSet.noneOf(Protocol.class);
    timelines.stream()
        .filter(t -> t.carriedOver() && !t.followed() && t.connection.upstreamFailure().isEmpty())
        .forEach(t -> served.add(t.connection.protocol()));
    int before = toExplain.size();
    toExplain.removeIf(
        link -> link.kind() == Kind.OPAQUE && served.add(link.opened().connection.protocol()));
    return before - toExplain.size();
  }
}
