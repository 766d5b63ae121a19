package drover.ledger;

/**
 * A review comment that a run was told.
 *
 * @param pullRequest its URL in lower case, as the run knows it
 * @param kind {@code comment} of a thread, or {@code review}
 * @param comment its id at the service; unique for its kind
 * @param thread id of the first comment of its thread; 0: it stands in none
 * @param run that was told
 * @param toldBy run that told it
 * @param head commit of the branch at that time; empty: none
 */
public record ToldComment(
    String pullRequest,
    String kind,
    long comment,
    long thread,
    String run,
    String toldBy,
    String head) {}
