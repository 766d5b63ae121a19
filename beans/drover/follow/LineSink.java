package drover.follow;

/** Receives what {@link LineFramer} finds. */
public interface LineSink {

  /**
   * One line without its line end, or one JSON value of a document. The bytes are only valid during
   * the call.
   *
   * @param offsetAfter offset in the input of the first byte after the line and its line end
   */
  void line(byte[] buffer, int offset, int length, long offsetAfter);

  /** A line over the configured maximum went by and was dropped. */
  void tooLong(long length, long offsetAfter);
}
