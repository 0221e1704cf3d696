package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;

/** What a proxy does next after a look at everything that a client has said so far. */
sealed interface Step {

  /** Wait for more. */
  record More() implements Step {}

  /** Answer, and look again. */
  record Reply(ByteBuf bytes) implements Step {}

  /**
   * Connect.
   *
   * @param length how many bytes the client used to say so; what follows is not for the proxy
   */
  record Connect(Destination destination, int length) implements Step {}

  /**
   * Give up: what was said cannot be acted on.
   *
   * @param reason for the recording
   * @param answer for the client, in its own protocol
   */
  record Refuse(String reason, ByteBuf answer) implements Step {}
}
