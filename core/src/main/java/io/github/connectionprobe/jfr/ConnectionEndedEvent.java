package io.github.connectionprobe.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A connection from its opening to its end. */
@Name(ConnectionEndedEvent.NAME)
@Label("Connection Ended")
@Description("A connection of a probe, from its opening to its end")
@Category("Connection Probe")
@StackTrace(false)
final class ConnectionEndedEvent extends Event {

  static final String NAME = "io.github.connectionprobe.ConnectionEnded";

  @Label("Probe")
  @Description("The probe's name")
  String probe = "";

  @Label("Connection")
  @Description("Its number on that probe, from 1")
  int connection;

  @Label("Client")
  @Description("Address and port of the client")
  String client = "";

  @Label("Destination")
  @Description("What the client of a forwarding probe asked for; otherwise empty")
  String destination = "";

  @Label("Protocol")
  @Description("What was spoken, such as HTTP/1")
  String protocol = "";

  @Label("State")
  @Description("Zeek's state, such as SF; S1 where the probe was closed first")
  String state = "";

  @Label("Ended By")
  @Description("The side that ended it first: client or server; empty where neither did")
  String endedBy = "";

  @Label("Ended How")
  @Description("FIN or RST; empty where neither side ended it")
  String endedHow = "";

  @Label("Ended When")
  @Description("What it was doing then, such as: while idle")
  String endedWhen = "";

  @Label("Upstream Failure")
  @Description("Why there was no connection to the upstream; empty where there was one")
  String upstreamFailure = "";

  @Label("Exchanges")
  @Description("How many exchanges began on it")
  long exchanges;

  @Label("From Client")
  @Description("Bytes that the client sent")
  @DataAmount
  long bytesFromClient;

  @Label("From Server")
  @Description("Bytes that the server sent")
  @DataAmount
  long bytesFromServer;

  @Label("Lifetime")
  @Description("From its opening to its end, also where the flight recording began later")
  @Timespan(Timespan.NANOSECONDS)
  long lifetime;
}
