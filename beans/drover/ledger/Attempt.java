package drover.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.CompletableFuture;
import org.springframework.dao.DataAccessException;

/** What came of a piece of work that undoes itself alone when it fails. */
sealed interface Attempt<T> {
  record Done<T>(T result) implements Attempt<T> {}

  record Failed<T>(Throwable why) implements Attempt<T> {}

  /**
   * @throws SQLException when it could not be undone: the whole transaction is lost
   */
  static <T> Attempt<T> of(
      Connection connection, Tables tables, Dialect dialect, Transaction<T> work)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      T result = work.apply(tables);
      connection.releaseSavepoint(before);
      return new Done<>(result);
    } catch (DataAccessException e) {
      connection.rollback(before);
      return new Failed<>(Failures.explained(dialect, e));
    } catch (RuntimeException | Error e) {
      connection.rollback(before);
      return new Failed<>(e);
    }
  }

  default void tell(CompletableFuture<T> who) {
    switch (this) {
      case Done<T> done -> who.complete(done.result());
      case Failed<T> failed -> who.completeExceptionally(failed.why());
    }
  }
}
