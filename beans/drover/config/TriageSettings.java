package drover.config;

/**
 * What comes of a triage.
 *
 * @param maxIssues most issues of one triage that are handed in
 */
public record TriageSettings(int maxIssues) {}
