package drover.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Something that waits for the writer. */
interface WriterJob {
  /**
   * Does it in a transaction that has begun.
   *
   * @return how to tell whoever waits for it, once the commit has succeeded
   */
  Runnable attempt(Connection connection, Tables tables, Dialect dialect) throws SQLException;

  /** The transaction as a whole was not committed, or there will be none. */
  void fail(LedgerException why);
}
