package drover.github.poll;

/**
 * The latest application of a label to an issue.
 *
 * @param event GitHub's id of it: who takes the label off and puts it on again makes another
 * @param actor login of who did it; empty: an account that is gone
 * @param type of the account: User, Bot, Organization
 */
public record Labelling(long event, String actor, String type) {}
