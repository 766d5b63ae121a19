package drover.workspace;

/** There is more to read than whoever asks is willing to read. */
public final class TooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long mostBytes;

  TooLarge(long mostBytes) {
    super("more than %d bytes".formatted(mostBytes));
    this.mostBytes = mostBytes;
  }

  public long mostBytes() {
    return mostBytes;
  }
}
