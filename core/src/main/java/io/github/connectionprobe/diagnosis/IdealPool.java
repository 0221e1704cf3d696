package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.diagnosis.Link.Kind;
import io.github.connectionprobe.diagnosis.Timeline.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replays a recording against the pool that would have served it best. Each lane stands for one
 * connection of that pool and holds the real ones that took its place, one after the other. A
 * connection opened while a lane was free joins it: the lane's own connection would have served,
 * and why it did not is what there is to explain. Without a free lane, the pool had to grow.
 */
final class IdealPool {

  private final List<Lane> lanes = new ArrayList<>();
  private final Route route;
  private final Race race;

  IdealPool(Route route, Race race) {
    this.route = route;
    this.race = race;
  }

  /** Takes in a connection that was there before the window. */
  void carryOver(Timeline timeline) {
    lanes.add(new Lane(timeline));
  }

  /** Takes in a connection at the moment at which it was opened; to be called in that order. */
  Link open(Timeline opened) {
    Choice best = null;
    Timeline racing = null;
    for (Lane lane : lanes) {
      Choice choice = lane.look(opened);
      if (choice == null) {
        continue;
      }
      if (choice.racing) {
        racing = choice.member;
      } else if (best == null || choice.betterThan(best)) {
        best = choice;
      }
    }
    if (best == null) {
      lanes.add(new Lane(opened));
      return racing == null
          ? Link.of(opened, Kind.ADDED)
          : new Link(opened, Kind.RACED, Optional.of(racing));
    }
    if (!best.lost && best.sameRoute) {
      race.passedOver(best.member, opened.opened);
    }
    best.lane.join(opened);
    return new Link(opened, best.lost ? Kind.LOST : Kind.IDLE, Optional.of(best.member));
  }

  /** A member of a lane that would have served, or may not have been back yet. */
  private record Choice(
      Lane lane, Timeline member, boolean lost, boolean racing, boolean sameRoute, long since) {

    /** Of one lane's members, the client would have had the one it used last. */
    boolean fresherThan(Choice other) {
      return sameRoute == other.sameRoute ? since >= other.since : sameRoute;
    }

    boolean betterThan(Choice other) {
      if (sameRoute != other.sameRoute) {
        return sameRoute;
      }
      // What is gone explains a connection for certain; what is idle may be in other hands.
      return lost != other.lost ? lost : since > other.since;
    }
  }

  private final class Lane {

    private final List<Timeline> members = new ArrayList<>(2);
    private long busyUntil;

    Lane(Timeline first) {
      members.add(first);
    }

    /** Returns nothing while the lane is in use; pools keep HTTP/1 and HTTP/2 apart. */
    @Nullable Choice look(Timeline opened) {
      long at = opened.opened;
      boolean otherProtocol = members.get(0).multiplexed() != opened.multiplexed();
      if (otherProtocol || at < busyUntil) {
        return null;
      }
      Choice best = null;
      for (Timeline member : members) {
        State state = member.state(at);
        if (state == State.BUSY || state == State.PENDING) {
          busyUntil = member.occupiedUntil(at);
          return null;
        }
        if (race.leased(member, opened)) {
          return race.backTooLate(member, opened)
              ? new Choice(this, member, false, true, true, at)
              : null;
        }
        boolean lost = state == State.LOST || race.closing(member, opened);
        if (!lost && race.mayBeHeld(member, opened)) {
          return new Choice(this, member, false, true, true, at);
        }
        long since = Math.min(member.lost(), member.idleSince(at));
        Choice choice = new Choice(this, member, lost, false, route.same(member, opened), since);
        if (best == null || choice.fresherThan(best)) {
          best = choice;
        }
      }
      return best;
    }

    /** Replaces the members that the new one outdates, so that a lane stays short. */
    void join(Timeline opened) {
      members.removeIf(member -> !member.usedAfter(opened.opened) && route.same(member, opened));
      members.add(opened);
    }
  }
}
