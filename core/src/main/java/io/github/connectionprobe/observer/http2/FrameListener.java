package io.github.connectionprobe.observer.http2;

/** Learns of the frames of one direction. */
interface FrameListener {

  /** The header of a frame was read. */
  void begun(Frame frame, long atNanos);

  /** Bytes of a DATA frame went by, some of them perhaps padding. */
  void data(Frame frame, int bodyBytes, long atNanos);

  /**
   * A frame was read to its end.
   *
   * @param payload holds its payload, of DATA nothing and of very long frames the beginning; valid
   *     only until the method returns
   * @param length how much of it
   */
  void complete(Frame frame, byte[] payload, int length, long atNanos);
}
