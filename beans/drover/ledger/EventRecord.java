package drover.ledger;

import java.time.Instant;

/**
 * Something that happened in a run.
 *
 * @param seq from 1, without gaps
 * @param json details; always an object with a {@code text} for people
 */
public record EventRecord(String run, long seq, Instant at, EventType type, String json) {}
