package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** SOCKS5 without authentication, and with the one command CONNECT (RFC 1928). */
final class Socks5 implements Dialect {

  static final byte VERSION = 5;

  private static final byte NO_AUTHENTICATION = 0;
  private static final byte NO_ACCEPTABLE_METHOD = (byte) 0xff;
  private static final byte CONNECT = 1;
  private static final byte IPV4 = 1;
  private static final byte NAME = 3;
  private static final byte IPV6 = 4;

  private static final byte SUCCEEDED = 0;
  private static final byte GENERAL_FAILURE = 1;
  private static final byte NOT_ALLOWED = 2;
  private static final byte NETWORK_UNREACHABLE = 3;
  private static final byte HOST_UNREACHABLE = 4;
  private static final byte CONNECTION_REFUSED = 5;
  private static final byte COMMAND_NOT_SUPPORTED = 7;
  private static final byte ADDRESS_TYPE_NOT_SUPPORTED = 8;

  private boolean methodChosen;

  @Override
  public Step look(ByteBuf said) {
    int methods = said.readableBytes() < 2 ? 0 : said.getUnsignedByte(1);
    int request = 2 + methods;
    if (said.readableBytes() < request) {
      return new Step.More();
    }
    if (!methodChosen) {
      methodChosen = true;
      return said.indexOf(2, request, NO_AUTHENTICATION) >= 0
          ? new Step.Reply(bytes(VERSION, NO_AUTHENTICATION))
          : new Step.Refuse(
              "the client spoke SOCKS5 and insists on authentication, which the probe does not"
                  + " have; leave user name and password out",
              bytes(VERSION, NO_ACCEPTABLE_METHOD));
    }
    return said.readableBytes() < request + 5 ? new Step.More() : request(said, request);
  }

  private static Step request(ByteBuf said, int start) {
    if (said.getByte(start) != VERSION) {
      return refuse(GENERAL_FAILURE, "the SOCKS5 request does not begin with a 5");
    }
    byte command = said.getByte(start + 1);
    if (command != CONNECT) {
      return refuse(
          COMMAND_NOT_SUPPORTED,
          "the client sent the SOCKS5 command "
              + (command == 2 ? "BIND" : command == 3 ? "UDP ASSOCIATE" : "" + (command & 0xff))
              + "; only CONNECT is supported");
    }
    byte type = said.getByte(start + 3);
    if (type != IPV4 && type != IPV6 && type != NAME) {
      return refuse(
          ADDRESS_TYPE_NOT_SUPPORTED,
          "the SOCKS5 request has the address type "
              + (type & 0xff)
              + "; supported are 1 (IPv4), 3 (a name) and 4 (IPv6)");
    }
    int host = type == NAME ? start + 5 : start + 4;
    int length = type == IPV4 ? 4 : type == IPV6 ? 16 : said.getUnsignedByte(start + 4);
    int end = host + length + 2;
    if (said.readableBytes() < end) {
      return new Step.More();
    }
    int port = said.getUnsignedShort(end - 2);
    return destination(said, type, host, length, port)
        .<Step>map(destination -> new Step.Connect(destination, end))
        .orElseGet(
            () ->
                refuse(
                    GENERAL_FAILURE,
                    "the SOCKS5 request names the host \""
                        + said.toString(host, length, StandardCharsets.ISO_8859_1)
                        + "\" and the port "
                        + port
                        + "; a host has a name or an address, and a port is between 1 and 65535"));
  }

  private static Optional<Destination> destination(
      ByteBuf said, byte type, int host, int length, int port) {
    if (type == NAME) {
      return Destination.of(said.toString(host, length, StandardCharsets.ISO_8859_1), port);
    }
    byte[] address = new byte[length];
    said.getBytes(host, address);
    try {
      return port == 0
          ? Optional.empty()
          : Optional.of(Destination.of(InetAddress.getByAddress(address), port));
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException(wrongLength);
    }
  }

  private static Step refuse(byte code, String reason) {
    return new Step.Refuse(reason, reply(code));
  }

  @Override
  public ByteBuf connected() {
    return reply(SUCCEEDED);
  }

  @Override
  public ByteBuf refused(UpstreamFailure.Kind kind, String reason) {
    if (!methodChosen) {
      return bytes(VERSION, NO_ACCEPTABLE_METHOD);
    }
    return reply(
        switch (kind) {
          case NOT_ALLOWED -> NOT_ALLOWED;
          case REFUSED -> CONNECTION_REFUSED;
          case UNREACHABLE -> NETWORK_UNREACHABLE;
          case UNRESOLVED, TIMED_OUT -> HOST_UNREACHABLE;
          default -> GENERAL_FAILURE;
        });
  }

  /** The address that the proxy connects from is nobody's business: zeros stand for it. */
  private static ByteBuf reply(byte code) {
    return bytes(VERSION, code, 0, IPV4, 0, 0, 0, 0, 0, 0);
  }

  private static ByteBuf bytes(int... bytes) {
    ByteBuf all = Unpooled.wrappedBuffer(new byte[bytes.length]).clear();
    for (int each : bytes) {
      all.writeByte(each);
    }
    return all;
  }
}
