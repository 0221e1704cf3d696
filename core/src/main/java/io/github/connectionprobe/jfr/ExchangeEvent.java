package io.github.connectionprobe.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A request and its response. */
@Name(ExchangeEvent.NAME)
@Label("Exchange")
@Description("A request and its response, from the first byte to the last")
@Category("Connection Probe")
@StackTrace(false)
final class ExchangeEvent extends Event {

  static final String NAME = "io.github.connectionprobe.Exchange";

  @Label("Probe")
  @Description("The probe's name")
  String probe = "";

  @Label("Connection")
  @Description("The number of its connection on that probe, from 1")
  int connection;

  @Label("Exchange")
  @Description("Its number on that connection, from 1")
  long exchange;

  @Label("Method")
  @Description("The method, such as GET")
  String method = "";

  @Label("Path")
  @Description("The path, without query")
  String path = "";

  @Label("Version")
  @Description("The protocol version, such as HTTP/1.1")
  String version = "";

  @Label("Status")
  @Description("The status of the response; 0 where none was seen")
  int status;

  @Label("Complete")
  @Description("Whether request and response arrived to their ends")
  boolean complete;

  @Label("Request Body")
  @Description("Bytes of the request's body")
  @DataAmount
  long requestBytes;

  @Label("Response Body")
  @Description("Bytes of the response's body")
  @DataAmount
  long responseBytes;

  @Label("Time To First Byte")
  @Description("From the first byte of the request to the first of the response; 0 without one")
  @Timespan(Timespan.NANOSECONDS)
  long timeToFirstByte;

  @Label("Lasted")
  @Description("From the first byte to the last, also where the flight recording began later")
  @Timespan(Timespan.NANOSECONDS)
  long lasted;
}
