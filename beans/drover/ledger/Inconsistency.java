package drover.ledger;

/**
 * Something in the ledger, or beside it, that cannot be as it is.
 *
 * @param run the run it is about; empty: none that the ledger knows
 * @param what a sentence that names the run
 * @param mend what to do about it
 */
public record Inconsistency(Flaw flaw, String run, String what, String mend) {}
