package drover.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Turns what a database says into what a person can do about it. */
final class Failures {
  private Failures() {}

  static LedgerException explained(Dialect dialect, Throwable failure) {
    if (failure instanceof LedgerException said) {
      return said;
    }
    return known(dialect, failure)
        .orElseGet(
            () ->
                new LedgerException(
                    "the ledger failed: "
                        + sqlCause(failure).map(Throwable::getMessage).orElse("" + failure),
                    failure));
  }

  /** Empty when nobody knows how to mend it. */
  static Optional<LedgerException> known(Dialect dialect, Throwable failure) {
    return sqlCause(failure)
        .flatMap(dialect::explain)
        .map(message -> new LedgerException(message, failure));
  }

  /** Statements that say in one sentence what went wrong. */
  static JdbcTemplate explaining(Dialect dialect, DataSource connections) {
    JdbcTemplate statements = new JdbcTemplate(new Explaining(connections, dialect));
    statements.setExceptionTranslator(
        (task, sql, failure) -> {
          throw explained(dialect, failure);
        });
    return statements;
  }

  private static final class Explaining extends DelegatingDataSource {
    private final Dialect dialect;

    Explaining(DataSource connections, Dialect dialect) {
      super(connections);
      this.dialect = dialect;
    }

    @Override
    public Connection getConnection() throws SQLException {
      try {
        return super.getConnection();
      } catch (SQLException e) {
        throw explained(dialect, e);
      }
    }
  }

  static Optional<SQLException> sqlCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  static void closing(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new LedgerException("the ledger cannot be closed: " + e.getMessage(), e);
    }
  }
}
