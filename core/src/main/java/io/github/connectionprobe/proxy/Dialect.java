package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;

/** One of the ways in which clients speak to a proxy. Looks at bytes, and moves no index. */
interface Dialect {

  /**
   * Looks at everything that the client has said since it connected.
   *
   * @return what to do, {@link Step.More} where that cannot be told yet
   */
  Step look(ByteBuf said);

  /** Returns what tells the client that it is connected. */
  ByteBuf connected();

  /** Returns what tells the client that there is no upstream, and why. */
  ByteBuf refused(UpstreamFailure.Kind kind, String reason);
}
