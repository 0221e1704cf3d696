package io.github.connectionprobe.recording;

/** One of the two peers of a relayed connection. */
public enum Side {
  /** The code under test: the peer that opened the connection. */
  CLIENT,
  /** The real HTTP dependency, reached at the upstream address. */
  SERVER;

  /** Returns the peer at the other end. */
  public Side other() {
    return this == CLIENT ? SERVER : CLIENT;
  }

  /** Returns the word used in messages: {@code client} or {@code server}. */
  @Override
  public String toString() {
    return this == CLIENT ? "client" : "server";
  }
}
