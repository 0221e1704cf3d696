package io.github.connectionprobe.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A client has opened a connection to a probe. */
@Name(ConnectionOpenedEvent.NAME)
@Label("Connection Opened")
@Description("A client opened a connection to a probe")
@Category("Connection Probe")
@StackTrace(false)
final class ConnectionOpenedEvent extends Event {

  static final String NAME = "io.github.connectionprobe.ConnectionOpened";

  @Label("Probe")
  @Description("The probe's name")
  String probe = "";

  @Label("Connection")
  @Description("Its number on that probe, from 1")
  int connection;

  @Label("Client")
  @Description("Address and port of the client")
  String client = "";
}
