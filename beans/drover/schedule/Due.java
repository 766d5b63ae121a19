package drover.schedule;

import java.time.Instant;
import java.util.List;

/**
 * A schedule whose time has come.
 *
 * @param at the scheduled instant
 * @param firings that nobody has recorded yet
 */
public record Due(String schedule, Instant at, List<Firing> firings) {}
