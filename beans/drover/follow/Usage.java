package drover.follow;

/** Tokens of one model message. */
public record Usage(
    long inputTokens, long outputTokens, long cacheReadTokens, long cacheWriteTokens) {

  public static final Usage NONE = new Usage(0, 0, 0, 0);

  /**
   * The greater of both, token kind by token kind: a message's usage is told several times and only
   * grows, but a later telling may omit kinds that an earlier one had.
   */
  public Usage grownTo(Usage later) {
    return new Usage(
        Math.max(inputTokens, later.inputTokens),
        Math.max(outputTokens, later.outputTokens),
        Math.max(cacheReadTokens, later.cacheReadTokens),
        Math.max(cacheWriteTokens, later.cacheWriteTokens));
  }
}
