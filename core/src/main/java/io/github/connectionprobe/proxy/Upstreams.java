package io.github.connectionprobe.proxy;

/** Finds a server for each connection that was accepted. */
interface Upstreams {

  /** Connects the relay's server leg, now or later, or tells the relay why it cannot. */
  void connect(Relay relay);

  /** Returns where to, in words. */
  @Override
  String toString();
}
