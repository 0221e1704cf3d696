/** A user's tests as a named module. */
open module consumer {
  requires io.github.connectionprobe.core;
  requires io.github.connectionprobe.junit;
  requires jdk.httpserver;
  requires org.assertj.core;
  requires org.junit.jupiter.api;
  requires org.junit.jupiter.params;
  requires org.junit.platform.launcher;
}
