package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.recording.BodyFraming;

/**
 * How the end of a message's body is found (RFC 9112 §6.3), read as the peers themselves would read
 * it: where the RFC tells a recipient to refuse a message, the bytes are followed as far as they
 * can be.
 *
 * @param framing what marks the end
 * @param length the body's length in bytes where that marks it, else 0
 */
record Body(BodyFraming framing, long length) {

  static final Body NONE = new Body(BodyFraming.NONE, 0);
  static final Body CHUNKED = new Body(BodyFraming.CHUNKED, 0);
  static final Body UNTIL_CLOSE = new Body(BodyFraming.UNTIL_CLOSE, 0);
  static final Body UPGRADED = new Body(BodyFraming.UPGRADED, 0);

  /** Returns the body of a request. */
  static Body ofRequest(String method, Fields fields) {
    if (method.equals("CONNECT")) {
      return NONE;
    }
    if (fields.coding() == Fields.Coding.OTHER) {
      throw new NotHttp1Exception(
          "its Transfer-Encoding does not end in chunked, so its length cannot be known");
    }
    return fields.coding() == Fields.Coding.CHUNKED ? CHUNKED : byLength(fields, NONE);
  }

  /**
   * Returns the body of a response that does not upgrade the connection.
   *
   * @param method the method it answers
   */
  static Body ofResponse(String method, int status, Fields fields) {
    if (status < 200 || status == 204 || status == 304 || method.equals("HEAD")) {
      return NONE;
    }
    if (fields.coding() != Fields.Coding.NONE) {
      return fields.coding() == Fields.Coding.CHUNKED ? CHUNKED : UNTIL_CLOSE;
    }
    // RFC 9110 §15.3.6: a 205 has no content; one that says nothing is not worth waiting for.
    return byLength(fields, status == 205 ? NONE : UNTIL_CLOSE);
  }

  private static Body byLength(Fields fields, Body otherwise) {
    long length = fields.contentLength();
    if (length == Fields.ABSENT) {
      return otherwise;
    }
    if (length == Fields.CONTRADICTORY) {
      throw new NotHttp1Exception("it states several Content-Lengths that contradict each other");
    }
    if (length == Fields.UNREADABLE) {
      throw new NotHttp1Exception("its Content-Length is not a number");
    }
    return new Body(BodyFraming.CONTENT_LENGTH, length);
  }
}
