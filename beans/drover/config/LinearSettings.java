package drover.config;

/**
 * What Linear starts, and what it is told.
 *
 * @param readyLabel the label that starts work on an issue once it is put on
 * @param apiUrl of its GraphQL API
 * @param doneState name of the state that a ticket goes to when the work on it is delivered; empty:
 *     it stays where it is
 */
public record LinearSettings(String readyLabel, String apiUrl, String doneState) {}
