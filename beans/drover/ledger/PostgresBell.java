package drover.ledger;

import drover.machine.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LISTEN: the tables notify by triggers, {@code postgresql/R__bell.sql}. After a lost connection it
 * rings once for what it may have missed.
 */
final class PostgresBell implements Bell {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBell.class);
  private static final Duration REST = Duration.ofSeconds(1);

  private static final int ROUND_MILLIS = 500;

  /** A connection that was cut without a word is found out by asking. */
  private static final int ROUNDS_BETWEEN_QUESTIONS = 20;

  private final DataSource source;

  PostgresBell(DataSource source) {
    this.source = source;
  }

  @Override
  public Listening listen(Runnable listener) {
    Thread thread = Thread.ofPlatform().daemon().name("ledger-bell").start(() -> hear(listener));
    return () -> {
      thread.interrupt();
      try {
        thread.join(Duration.ofSeconds(1)); // it may wait for a server that does not answer
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private void hear(Runnable listener) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Connection connection = source.getConnection()) {
        execute(connection, "listen drover_bell");
        listener.run();
        pass(connection, listener);
      } catch (SQLException e) {
        LOG.info("The bell of the ledger is silent, looks come every second: {}", e.getMessage());
        Patience.of(REST, REST).rest();
      }
    }
  }

  private static void pass(Connection connection, Runnable listener) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    for (int round = 1; !Thread.currentThread().isInterrupted(); round++) {
      if (postgres.getNotifications(ROUND_MILLIS).length > 0) {
        listener.run();
      } else if (round % ROUNDS_BETWEEN_QUESTIONS == 0) {
        execute(connection, "select 1");
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
