package drover.intake;

/**
 * A task that is durable now, and where it stands.
 *
 * @param position in the queue, from 1; 0: it begins at once, or has begun
 */
public record Positioned(Accepted accepted, int position) {}
