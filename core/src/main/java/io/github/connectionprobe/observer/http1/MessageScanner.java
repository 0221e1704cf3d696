package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.observer.Ascii;
import io.github.connectionprobe.recording.BodyFraming;
import io.netty.buffer.ByteBuf;

/**
 * Follows the messages of one direction (RFC 9112 §2, §6 and §7), however the bytes are cut into
 * reads. It knows where a message begins and ends; what it means is the business of {@link
 * Messages}.
 *
 * <pre>
 *   BETWEEN ─► START_LINE ─► FIELDS ─┬─► BETWEEN                          no body
 *      ▲                             ├─► LENGTH ─► BETWEEN                Content-Length
 *      │                             ├─► CHUNK_SIZE ◄─► CHUNK ─ CHUNK_END chunked
 *      │                             │        └─► TRAILERS ─► BETWEEN
 *      │                             ├─► UNTIL_CLOSE ─► (FIN)             response without a length
 *      │                             └─► BLIND                            tunnel, other protocol
 *      └── HELD (behind a CONNECT that is not answered yet) ─► BLIND
 * </pre>
 */
final class MessageScanner {

  /** More digits than any real chunk has; they always fit into a long. */
  private static final int MOST_CHUNK_DIGITS = 15;

  private enum State {
    BETWEEN,
    START_LINE,
    FIELDS,
    LENGTH,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    UNTIL_CLOSE,
    HELD,
    BLIND
  }

  private final Messages messages;
  private final HeadBuffer head;
  private final HeadMemory headMemory;
  private State state = State.BETWEEN;
  private boolean blindAfterMessage;
  private long left;
  private int chunkDigits;
  private boolean lineEmpty;
  private long held;
  private long scanned;
  private long messageStart;
  private int stoppedAt;

  MessageScanner(Messages messages, HeadMemory headMemory) {
    this.messages = messages;
    this.headMemory = headMemory;
    this.head = new HeadBuffer(headMemory);
  }

  /**
   * Returns how many bytes arrived since the latest message began, where scanning ended in the
   * middle of the last ones.
   *
   * @param unfinished the length of the bytes scanned last
   */
  long sinceMessageStart(int unfinished) {
    return scanned + unfinished - messageStart;
  }

  /** Returns true from the first byte of a message to its last. */
  boolean withinMessage() {
    return state != State.BETWEEN && state != State.HELD && state != State.BLIND;
  }

  /** Returns true where a new scanner would go on just like this one. */
  boolean atRest() {
    return state == State.BETWEEN && !blindAfterMessage;
  }

  /**
   * Looks at the readable bytes.
   *
   * @throws NotHttp1Exception where they are not HTTP/1; nothing may be scanned after that
   */
  void scan(ByteBuf bytes, long atNanos) {
    int start = bytes.readerIndex();
    int end = bytes.writerIndex();
    int index = start;
    while (index < end && state != State.BLIND) {
      index =
          switch (state) {
            case BETWEEN -> between(bytes, index, end, scanned + index - start, atNanos);
            case START_LINE -> startLine(bytes, index, end);
            case FIELDS -> fields(bytes, index, end, atNanos);
            case LENGTH, CHUNK, UNTIL_CLOSE -> body(index, end, atNanos);
            case CHUNK_SIZE -> chunkSize(bytes.getByte(index), index);
            case CHUNK_EXTENSION -> chunkExtension(bytes, index, end);
            case CHUNK_END -> chunkEnd(bytes.getByte(index), index);
            case TRAILERS -> trailers(bytes, index, end, atNanos);
            case HELD -> hold(index, end);
            case BLIND -> end;
          };
    }
    scanned += end - start;
    stoppedAt = index - start;
    if (withinMessage()) {
      messages.seen(atNanos);
    }
  }

  /** Returns how many of the bytes scanned last were looked at. */
  int stoppedAt() {
    return stoppedAt;
  }

  /** The peer sent its FIN, which is where a body without a length ends. */
  void end() {
    if (state == State.UNTIL_CLOSE) {
      state = State.BLIND;
      messages.complete();
    }
  }

  /** Looks at nothing more, but lets a message under way come to its end. */
  void goBlind() {
    blindAfterMessage = true;
    if (!withinMessage()) {
      state = State.BLIND;
    }
  }

  /** Only counts bytes from here on: whether they are HTTP is up to the other side's answer. */
  void hold() {
    state = State.HELD;
  }

  /** Goes on after {@link #hold()}, and returns how many bytes went by unread. */
  long release() {
    if (state == State.HELD) {
      state = State.BETWEEN;
    }
    return held;
  }

  private int between(ByteBuf bytes, int index, int end, long position, long atNanos) {
    int next = index;
    if (messages.blankLinesBetween()) {
      while (next < end && (bytes.getByte(next) == '\r' || bytes.getByte(next) == '\n')) {
        next++;
      }
    }
    if (next < end) {
      messageStart = position + next - index;
      state = State.START_LINE;
      messages.begun(atNanos);
    }
    return next;
  }

  private int startLine(ByteBuf bytes, int index, int end) {
    int next = head.takeStartLine(bytes, index, end);
    if (head.startLineComplete()) {
      messages.startLine(head.bytes(), head.length());
      state = State.FIELDS;
    } else {
      messages.startLineBegun(head.bytes(), head.length());
      head.checkRoom();
    }
    return next;
  }

  private int fields(ByteBuf bytes, int index, int end, long atNanos) {
    int next = head.takeFields(bytes, index, end);
    if (head.complete()) {
      Fields fields = headMemory.fields(head.bytes(), head.fieldsStart(), head.length());
      head.clear();
      Body body = messages.head(fields, atNanos);
      left = body.length();
      state = stateFor(body.framing());
      if (state == State.BETWEEN || (state == State.LENGTH && left == 0)) {
        complete(atNanos);
      } else if (state == State.BLIND) {
        messages.seen(atNanos);
        messages.complete();
      }
    }
    return next;
  }

  private static State stateFor(BodyFraming framing) {
    return switch (framing) {
      case NONE -> State.BETWEEN;
      case CONTENT_LENGTH -> State.LENGTH;
      case CHUNKED -> State.CHUNK_SIZE;
      case UNTIL_CLOSE -> State.UNTIL_CLOSE;
      case UPGRADED, END_STREAM -> State.BLIND;
    };
  }

  private int body(int index, int end, long atNanos) {
    long count = state == State.UNTIL_CLOSE ? end - index : Math.min(left, end - index);
    messages.body(count);
    left -= count;
    if (state == State.CHUNK && left == 0) {
      state = State.CHUNK_END;
    } else if (state == State.LENGTH && left == 0) {
      complete(atNanos);
    }
    return index + (int) count;
  }

  private int chunkSize(byte b, int index) {
    int digit = Ascii.hex(b);
    if (digit >= 0) {
      left = left * 16 + digit;
      if (++chunkDigits > MOST_CHUNK_DIGITS) {
        throw new NotHttp1Exception("a chunk size has more than " + MOST_CHUNK_DIGITS + " digits");
      }
      return index + 1;
    }
    if (chunkDigits == 0) {
      throw new NotHttp1Exception("a chunk does not begin with its size in hexadecimal digits");
    }
    if (b != ';' && !Ascii.isBlankOrBreak(b)) {
      throw new NotHttp1Exception("a chunk size is followed by something else than an extension");
    }
    state = State.CHUNK_EXTENSION;
    return index;
  }

  private int chunkExtension(ByteBuf bytes, int index, int end) {
    int lineFeed = bytes.indexOf(index, end, (byte) '\n');
    if (lineFeed < 0) {
      return end;
    }
    chunkDigits = 0;
    lineEmpty = true;
    state = left == 0 ? State.TRAILERS : State.CHUNK;
    return lineFeed + 1;
  }

  private int chunkEnd(byte b, int index) {
    if (b == '\n') {
      state = State.CHUNK_SIZE;
    } else if (b != '\r') {
      throw new NotHttp1Exception("a chunk is longer than the size it begins with");
    }
    return index + 1;
  }

  private int trailers(ByteBuf bytes, int index, int end, long atNanos) {
    byte b = bytes.getByte(index);
    if (b == '\n' && lineEmpty) {
      complete(atNanos);
      return index + 1;
    }
    if (b == '\r' && lineEmpty) {
      return index + 1;
    }
    int lineFeed = bytes.indexOf(index, end, (byte) '\n');
    lineEmpty = lineFeed >= 0;
    return lineFeed < 0 ? end : lineFeed + 1;
  }

  private int hold(int index, int end) {
    held += end - index;
    return end;
  }

  private void complete(long atNanos) {
    state = blindAfterMessage ? State.BLIND : State.BETWEEN;
    messages.seen(atNanos);
    messages.complete();
  }
}
