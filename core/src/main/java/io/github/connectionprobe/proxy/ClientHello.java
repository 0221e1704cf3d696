package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a client offers in its first message (RFC 8446 §4.1.2), as far as the upstream is to be
 * offered the same.
 *
 * @param applicationProtocols the names of ALPN (RFC 7301), in the client's order; empty for none
 * @param versions the versions that Java has a name for, such as {@code TLSv1.3}
 * @param sessionId the session of TLS 1.2 that is to be resumed, or anything else
 * @param ticket whether it offers to resume a session by ticket or pre-shared key
 */
record ClientHello(
    List<String> applicationProtocols,
    List<String> versions,
    List<Byte> sessionId,
    boolean ticket) {

  /** A client that is understood so little that its handshake cannot but fail. */
  static final ClientHello UNREADABLE = new ClientHello(List.of(), List.of(), List.of(), false);

  /** Larger than what any client sends, with post-quantum keys and a long ticket too. */
  private static final int MAX_SIZE = 1 << 16;

  private static final int HANDSHAKE_RECORD = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int RECORD_HEADER = 5;
  private static final int ALPN = 16;
  private static final int SESSION_TICKET = 35;
  private static final int PRE_SHARED_KEY = 41;
  private static final int SUPPORTED_VERSIONS = 43;

  /** Whether bytes that begin like this may be TLS. */
  static boolean mayBegin(ByteBuf bytes) {
    return bytes.getByte(bytes.readerIndex()) == HANDSHAKE_RECORD;
  }

  /**
   * Reads what a client sent so far, without moving an index.
   *
   * @return empty while it is not all there; {@link #UNREADABLE} where it is no such message
   */
  static Optional<ClientHello> read(ByteBuf bytes) {
    ByteBuf message = Unpooled.buffer();
    try {
      if (!collect(bytes.duplicate(), message)) {
        return bytes.readableBytes() > MAX_SIZE ? Optional.of(UNREADABLE) : Optional.empty();
      }
      return Optional.of(parse(message));
    } catch (IndexOutOfBoundsException malformed) {
      return Optional.of(UNREADABLE);
    } finally {
      message.release();
    }
  }

  /** Takes the message out of the records that it may be spread over. */
  private static boolean collect(ByteBuf records, ByteBuf message) {
    while (records.readableBytes() >= RECORD_HEADER) {
      if (records.readByte() != HANDSHAKE_RECORD) {
        throw new IndexOutOfBoundsException("another record within the message");
      }
      records.skipBytes(2);
      int length = records.readUnsignedShort();
      message.writeBytes(records, Math.min(length, records.readableBytes()));
      if (message.readableBytes() >= 4
          && message.readableBytes() >= 4 + message.getUnsignedMedium(1)) {
        return true;
      }
    }
    return false;
  }

  private static ClientHello parse(ByteBuf message) {
    if (message.readByte() != CLIENT_HELLO) {
      return UNREADABLE;
    }
    ByteBuf hello = message.readSlice(message.readUnsignedMedium());
    int legacyVersion = hello.readUnsignedShort();
    hello.skipBytes(32);
    ByteBuf session = hello.readSlice(hello.readUnsignedByte());
    List<Byte> sessionId = new ArrayList<>();
    while (session.isReadable()) {
      sessionId.add(session.readByte());
    }
    hello.skipBytes(hello.readUnsignedShort());
    hello.skipBytes(hello.readUnsignedByte());
    List<String> protocols = new ArrayList<>();
    List<String> versions = upTo(legacyVersion);
    boolean ticket = false;
    ByteBuf extensions =
        hello.isReadable() ? hello.readSlice(hello.readUnsignedShort()) : Unpooled.EMPTY_BUFFER;
    while (extensions.isReadable()) {
      int type = extensions.readUnsignedShort();
      ByteBuf extension = extensions.readSlice(extensions.readUnsignedShort());
      if (type == ALPN) {
        ByteBuf names = extension.readSlice(extension.readUnsignedShort());
        while (names.isReadable()) {
          ByteBuf name = names.readSlice(names.readUnsignedByte());
          protocols.add(name.toString(StandardCharsets.ISO_8859_1));
        }
      } else if (type == SUPPORTED_VERSIONS) {
        versions = versions(extension.readSlice(extension.readUnsignedByte()));
      } else if (type == PRE_SHARED_KEY || type == SESSION_TICKET) {
        ticket |= extension.isReadable();
      }
    }
    return new ClientHello(protocols, versions, sessionId, ticket);
  }

  private static List<String> versions(ByteBuf codes) {
    List<String> versions = new ArrayList<>();
    while (codes.isReadable()) {
      switch (codes.readUnsignedShort()) {
        case 0x0304 -> versions.add("TLSv1.3");
        case 0x0303 -> versions.add("TLSv1.2");
        case 0x0302 -> versions.add("TLSv1.1");
        case 0x0301 -> versions.add("TLSv1");
        default -> {
          // Clients send made-up ones, so that servers stay used to those (RFC 8701).
        }
      }
    }
    return versions;
  }

  private static List<String> upTo(int legacyVersion) {
    List<String> all = List.of("TLSv1", "TLSv1.1", "TLSv1.2");
    return all.subList(0, Math.max(0, Math.min(legacyVersion - 0x0300, all.size())));
  }

  /** Whether the client may be about to resume a session. */
  boolean offersToResume(Predicate<byte[]> knownSession) {
    byte[] id = new byte[sessionId.size()];
    for (int i = 0; i < id.length; i++) {
      id[i] = sessionId.get(i);
    }
    return ticket || (id.length > 0 && knownSession.test(id));
  }
}
