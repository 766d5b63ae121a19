package drover.config;

/**
 * What Linear starts.
 *
 * @param readyLabel the label that starts work on an issue once it is put on
 */
public record LinearSettings(String readyLabel) {}
