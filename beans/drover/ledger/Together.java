package drover.ledger;

import java.util.List;

/**
 * Work that many ask for at the same time: done for all who wait in few statements, as a whole or
 * not at all.
 *
 * @param <A> what one of them asks for
 * @param <R> the answer
 */
@FunctionalInterface
public interface Together<A, R> {
  /**
   * Answers in the order of what was asked. It changes nothing but the ledger: where it throws, all
   * of it is undone and it is called again for each alone, so that only who is to blame is told.
   */
  List<R> apply(Tables tables, List<A> asked);
}
