package drover.ledger;

import java.time.Instant;

/**
 * Something that people are to be told.
 *
 * @param id the same for the same occasion, whoever writes it
 * @param run whom it tells of; empty: nobody in particular
 * @param seq orders what was written in the same millisecond
 * @param event word of the occasion, such as {@code completed}
 * @param news what is told, as JSON, without secrets
 */
public record NoticeRecord(
    String id, String run, long seq, String event, String news, Instant at) {}
