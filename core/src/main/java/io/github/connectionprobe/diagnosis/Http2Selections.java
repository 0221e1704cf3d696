package io.github.connectionprobe.diagnosis;

/** Why a connection that had room for another stream was passed over. */
final class Http2Selections {

  private Http2Selections() {}

  /** Judges two HTTP/2 connections to the same host. */
  static Finding find(Context context, Timeline opened, Timeline idle) {
    if (idle.exchanges().isEmpty()) {
      return Selections.carriedOver(opened, idle);
    }
    String seen =
        Words.number(idle)
            + " speaks HTTP/2 and had room for another stream when "
            + Words.number(opened)
            + " was opened";
    if (idle.usedAfter(opened.opened)) {
      return Finding.inferred(opened, Cause.SEPARATE_POOLS)
          .saw(seen + ", and was used again later: it was in a pool, though not in this one.")
          .orElse(Cause.POOL_KEY_DIFFERS);
    }
    String unused = seen + ", and was never used again.";
    return Http2Resets.passedOver(opened, idle)
        .orElseGet(() -> Orphans.find(context, opened, idle))
        .saw(unused);
  }
}
