package drover.ledger;

import java.time.Instant;

/**
 * A pull request is over.
 *
 * @param pullRequest its URL in lower case, as the run knows it
 * @param run that made it
 * @param standing {@code merged} or {@code closed}
 * @param by who ended it; empty: nobody says
 * @param at when
 */
public record PullRequestEnd(
    String pullRequest, String run, String standing, String by, Instant at) {}
