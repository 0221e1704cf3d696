package io.github.connectionprobe.examples.accuracy;

import java.io.Closeable;
import java.io.IOException;

/** A real HTTP server that answers as {@link Reply#to} says. */
interface TestServer extends Closeable {

  /** Returns the port it listens on, on the loopback address. */
  int port();

  @Override
  void close() throws IOException;
}
