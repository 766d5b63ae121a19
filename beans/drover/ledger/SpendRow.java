package drover.ledger;

import java.time.Instant;

/**
 * One row of spend.
 *
 * @param id the model's message, or the correction of an invocation's estimates
 * @param at when it was first seen; the day it is counted in
 * @param mode of the task: real or rehearsal
 */
public record SpendRow(String id, double usd, Instant at, String mode) {}
