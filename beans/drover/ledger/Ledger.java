package drover.ledger;

import drover.machine.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The store of runs, steps, turns, spend, events and effects: the only source of truth. */
public final class Ledger implements AutoCloseable {
  /** Version of the tables that this program knows. */
  public static final int SCHEMA = Schema.VERSION;

  private final Dialect dialect;
  private final DataSource readers;
  private final JdbcClient reading;
  private final LedgerWriter writer;

  private Ledger(Dialect dialect, DataSource readers, LedgerWriter writer) {
    this.dialect = dialect;
    this.readers = readers;
    this.reading = dialect.statements(readers);
    this.writer = writer;
  }

  /**
   * Opens the embedded ledger {@code ledger.db} of a data directory, making both where missing.
   *
   * @throws LedgerException when it cannot be opened, is damaged or was written by a newer Drover
   */
  public static Ledger open(Path dataDirectory) {
    return open(dataDirectory, CommitWitness.NONE);
  }

  /** The same with somebody who is told about every commit. */
  public static Ledger open(Path dataDirectory, CommitWitness witness) {
    return open(new LedgerAddress.Embedded(dataDirectory), witness);
  }

  /**
   * Opens the ledger at an address, making its tables and the data directory where missing.
   *
   * @throws LedgerException when it cannot be opened, is damaged or was written by a newer Drover
   */
  public static Ledger open(LedgerAddress address) {
    return open(address, CommitWitness.NONE);
  }

  /** The same with somebody who is told about every commit of this process. */
  public static Ledger open(LedgerAddress address, CommitWitness witness) {
    Dialect dialect = Dialect.of(address);
    try {
      prepare(address);
      var connection = dialect.writer();
      try {
        new Schema(dialect).bringUpToDate(dialect.statements(connection));
        DataSource readers = dialect.readers();
        LedgerWriter writer = new LedgerWriter(connection, dialect, witness);
        writer.start();
        return new Ledger(dialect, readers, writer);
      } catch (RuntimeException e) {
        connection.destroy();
        throw e;
      }
    } catch (IOException e) {
      throw new LedgerException(
          "the data directory %s cannot be made: make its parent writable, or set DROVER_HOME"
              .formatted(address.dataDirectory()),
          e);
    } catch (SQLException | DataAccessException e) {
      throw Failures.explained(dialect, e);
    }
  }

  private static void prepare(LedgerAddress address) throws IOException {
    Path directory = address.dataDirectory();
    OwnFiles.makeDirectory(directory);
    if (address instanceof LedgerAddress.Embedded) {
      Path file = directory.resolve("ledger.db");
      OwnFiles.closeFile(file); // what SQLite keeps beside it gets the same permissions
      OwnFiles.closeFile(SqliteDialect.guard(file));
    }
  }

  /** What it is kept in and where, for people. */
  public String name() {
    return dialect.name();
  }

  /** Whether several servers may work on it at the same time. */
  public boolean isShared() {
    return dialect.isShared();
  }

  /**
   * Calls somebody whenever another process may have left something to do, until it is closed. The
   * embedded ledger never calls: whoever shares it looks by himself.
   */
  public Bell.Listening listen(Runnable listener) {
    return dialect.bell().listen(listener);
  }

  /**
   * What the store itself finds wrong with the file of an embedded ledger, without opening it as a
   * ledger; empty where it is whole, or not there.
   *
   * @throws LedgerException when it cannot be looked at for another reason
   */
  public static List<Inconsistency> damages(Path dataDirectory) {
    Path file = dataDirectory.resolve("ledger.db");
    try {
      return Files.isRegularFile(file)
          ? new SqliteFile(file).damages().stream().map(what -> damage(file, what)).toList()
          : List.of();
    } catch (SQLException e) {
      throw Failures.explained(Dialect.sqlite(file), e);
    }
  }

  private static Inconsistency damage(Path file, String what) {
    return new Inconsistency(
        Flaw.DAMAGED,
        "",
        "%s is damaged: %s".formatted(file, what.lines().findFirst().orElse(what)),
        "restore a backup, as docs/operations.md tells");
  }

  /**
   * Does the work in a transaction and returns when it is on the disk.
   *
   * @throws LedgerException when the store fails; whatever the work itself throws is thrown again
   */
  public <T> T write(Transaction<T> work) {
    return writer.write(work);
  }

  /** Work of one kind, to be done together for all who ask for it at the same time. */
  public <A, R> Crowd<A, R> crowd(Together<A, R> work) {
    return writer.crowd(work);
  }

  /** What was last committed. Each call on it reads by itself. */
  public Tables read() {
    return new Tables(reading, dialect);
  }

  @Override
  public void close() {
    writer.close();
    if (readers instanceof AutoCloseable pool) {
      Failures.closing(pool);
    }
  }
}
