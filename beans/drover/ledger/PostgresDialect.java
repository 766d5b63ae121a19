package drover.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * PostgreSQL 14 or later. Writers of all instances take turns by an advisory lock, so that a
 * transaction may read, decide and write as on SQLite; each commits what waited for its turn. The
 * lock ends with its transaction, and the server ends the transaction of a process that stands
 * still.
 */
final class PostgresDialect implements Dialect {
  /** Any number, the same for all instances; advisory locks belong to one database. */
  private static final long WRITERS_TURN = 0x64_72_6f_76_65_72L;

  private static final String TAKE_TURN =
      "select pg_advisory_xact_lock(%d), pg_current_xact_id()::text".formatted(WRITERS_TURN);

  /** Has to see what was committed while it waited for its turn: a statement of its own. */
  private static final String LOOK_AT_TABLES =
      "select coalesce(max(installed_rank), 0) from flyway_schema_history";

  /** A frozen instance keeps the others waiting for no longer than this. */
  private static final int STANDSTILL_MILLIS = 4_000;

  private static final int WAIT_FOR_OTHERS_MILLIS = 8_000;
  private static final int MIGRATION_WAIT_MILLIS = 30_000;
  private static final int CONNECT_SECONDS = 3;

  /** Longer than any wait for others, so that silence means that the way is cut. */
  private static final int WRITER_SILENCE_SECONDS = 10;

  private static final int READER_SILENCE_SECONDS = 20;

  private final LedgerAddress.Postgres address;

  PostgresDialect(LedgerAddress.Postgres address) {
    this.address = address;
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public String wayOut() {
    return "name another database in drover.ledger.url";
  }

  @Override
  public SingleConnectionDataSource writer() throws SQLException {
    Connection connection = source("drover writer", WRITER_SILENCE_SECONDS).getConnection();
    try (Statement settings = connection.createStatement()) {
      settings.execute(
          "set idle_in_transaction_session_timeout = %d; set lock_timeout = %d"
              .formatted(STANDSTILL_MILLIS, WAIT_FOR_OTHERS_MILLIS));
      return new SingleConnectionDataSource(connection, true);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(3);
  }

  @Override
  public Turn begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement turn = connection.prepareStatement(TAKE_TURN + "; " + LOOK_AT_TABLES)) {
      turn.execute(); // one round trip
      String receipt = text(turn.getResultSet(), 2);
      turn.getMoreResults();
      return new Turn(Optional.of(receipt), Integer.parseInt(text(turn.getResultSet(), 1)));
    }
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    rows.next();
    return rows.getString(column);
  }

  /** It has ended by now: whoever has the turn has waited for its end. */
  @Override
  public boolean isCommitted(Connection connection, String transaction) throws SQLException {
    try (Statement question = connection.createStatement();
        ResultSet row =
            question.executeQuery("select pg_xact_status('%s'::xid8)".formatted(transaction))) {
      return row.next() && "committed".equals(row.getString(1));
    }
  }

  @Override
  public boolean isLost(SQLException failure) {
    return PostgresFailures.isLost(failure);
  }

  @Override
  public HikariDataSource readers() {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("ledger-readers");
    pool.setDataSource(source("drover reader", READER_SILENCE_SECONDS));
    pool.setMaximumPoolSize(8);
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(Duration.ofSeconds(CONNECT_SECONDS).toMillis());
    pool.setValidationTimeout(Duration.ofSeconds(2).toMillis());
    pool.setInitializationFailTimeout(-1); // whoever reads first is told
    return new HikariDataSource(pool);
  }

  @Override
  public DataSource migrations() {
    return source("drover schema", 0);
  }

  /**
   * It takes the writers' turn: whoever writes next sees that the tables have changed before its
   * first statement, and nobody registers in between.
   */
  @Override
  public void whileAlone(Runnable migration) {
    try (Connection holder = source("drover schema", 0).getConnection();
        Statement turn = holder.createStatement()) {
      turn.execute("set lock_timeout = %d".formatted(MIGRATION_WAIT_MILLIS));
      turn.execute("select pg_advisory_lock(%d)".formatted(WRITERS_TURN));
      migration.run();
    } catch (SQLException e) {
      throw Failures.explained(this, e);
    }
  }

  @Override
  public List<String> scripts() {
    return List.of("classpath:drover/ledger/sql", "classpath:drover/ledger/postgresql");
  }

  @Override
  public String countTables() {
    return "select count(*) from pg_tables where schemaname = current_schema() and tablename = :name";
  }

  @Override
  public JdbcClient statements(DataSource connections) {
    return JdbcClient.create(new TextWithoutNul(Failures.explaining(this, connections)));
  }

  @Override
  public String nowMillis() {
    return "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
  }

  @Override
  public String lockingRead() {
    return " for update";
  }

  @Override
  public String lockingWhatIsFree() {
    return " for update skip locked";
  }

  @Override
  public Optional<String> explain(SQLException failure) {
    return PostgresFailures.explain(failure, address);
  }

  @Override
  public Bell bell() {
    return new PostgresBell(source("drover bell", WRITER_SILENCE_SECONDS));
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /**
   * @param silenceSeconds without an answer after which a connection is given up; 0: never
   */
  private PGSimpleDataSource source(String purpose, int silenceSeconds) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    address.user().ifPresent(source::setUser);
    address.password().ifPresent(source::setPassword);
    source.setApplicationName(purpose);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(silenceSeconds);
    source.setTcpKeepAlive(true);
    return source;
  }
}
