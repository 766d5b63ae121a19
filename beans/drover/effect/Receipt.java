package drover.effect;

/**
 * What the other side answered.
 *
 * @param url where a person finds it; empty: nowhere
 * @param said in a few words, for people
 */
public record Receipt(String url, String said) {}
