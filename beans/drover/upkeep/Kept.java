package drover.upkeep;

/**
 * A run that is over and old, and stays.
 *
 * @param why a person may still need it
 */
public record Kept(String run, String why) {}
