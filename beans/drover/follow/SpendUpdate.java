package drover.follow;

/**
 * Spend of one row of a turn; a later update with the same id replaces the earlier. The rows of a
 * turn always add up to {@link TurnReport#costUsd()}.
 *
 * @param id the model message's id, or {@code result:} and the result line's uuid for the
 *     correction that brings the estimates to what the agent reported (may be negative)
 * @param usd US dollars
 */
public record SpendUpdate(String id, double usd) {}
