package drover.watch;

import drover.run.StepResult;

/**
 * Result of the step {@code close-issue}: the issue knows that the work is done.
 *
 * @param summary what became of it
 */
public record Closed(String summary) implements StepResult {}
