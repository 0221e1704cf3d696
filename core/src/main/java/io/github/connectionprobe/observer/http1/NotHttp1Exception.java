package io.github.connectionprobe.observer.http1;

/**
 * Says that the bytes are not the HTTP/1 message they should be. Its message finishes a sentence
 * that begins with the place, such as “in request 1.3: ”, and never quotes what was sent.
 */
final class NotHttp1Exception extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotHttp1Exception(String message) {
    // Caught one frame further up and turned into a sentence: a stack trace would be wasted.
    super(message, null, false, false);
  }
}
