package drover.ledger;

import drover.machine.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One thread that writes for everybody: what waits when a transaction begins is committed with it,
 * so that many callers share one flush of the disk. A piece of work that fails undoes itself alone.
 */
final class LedgerWriter implements AutoCloseable {
  private static final int MOST_IN_A_COMMIT = 256;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private final Dialect dialect;
  private final CommitWitness witness;
  private SingleConnectionDataSource source;
  private Tables tables;
  private boolean connected = true;
  private OptionalInt tablesSeen = OptionalInt.empty();
  private volatile boolean closed;
  private final BlockingQueue<WriterJob> waiting = new LinkedBlockingQueue<>();
  private final Thread thread =
      Thread.ofPlatform().name("ledger-writer").daemon().unstarted(this::serve);

  LedgerWriter(SingleConnectionDataSource source, Dialect dialect, CommitWitness witness) {
    this.source = source;
    this.dialect = dialect;
    this.witness = witness;
    this.tables = new Tables(dialect.statements(source), dialect);
  }

  void start() {
    thread.start();
  }

  <T> T write(Transaction<T> work) {
    Job<T> job = new Job<>(work, new CompletableFuture<>());
    submit(job);
    return answer(job.done());
  }

  <A, R> Crowd<A, R> crowd(Together<A, R> work) {
    return new Crowd<>(work, this::submit, MOST_IN_A_COMMIT);
  }

  private void submit(WriterJob job) {
    waiting.add(job);
    if (closed && waiting.remove(job)) {
      job.fail(closed());
    }
  }

  static <T> T answer(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    waiting.add(Job.STOP);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (WriterJob job = waiting.poll(); job != null; job = waiting.poll()) {
      job.fail(closed());
    }
    source.destroy();
  }

  private static LedgerException closed() {
    return new LedgerException("the ledger is closed");
  }

  private void serve() {
    List<WriterJob> batch = new ArrayList<>();
    boolean open = true;
    while (open) {
      batch.clear();
      try {
        batch.add(waiting.take());
      } catch (InterruptedException e) {
        continue; // nobody interrupts this thread; it ends by close()
      }
      waiting.drainTo(batch, MOST_IN_A_COMMIT - 1);
      open = !batch.remove(Job.STOP);
      commit(batch);
    }
  }

  private void commit(List<WriterJob> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Runnable> announcements = new ArrayList<>();
    try {
      Begun transaction = begin();
      for (WriterJob job : batch) {
        announcements.add(job.attempt(transaction.connection(), tables, dialect));
      }
      witness.beforeCommit();
      finish(transaction);
      witness.afterCommit();
      announcements.forEach(Runnable::run);
    } catch (SQLException | RuntimeException | Error e) { // this thread goes on: all wait for it
      disconnect();
      LedgerException failure = Failures.explained(dialect, e);
      batch.forEach(job -> job.fail(failure));
    }
  }

  /**
   * @param receipt by which the store knows it again, where it may have to
   */
  private record Begun(Connection connection, Optional<String> receipt) {}

  /** Nothing was done yet: where the connection turns out to be lost, another one will do. */
  private Begun begin() throws SQLException {
    Patience patience = Patience.of(dialect.patience(), BETWEEN_TRIES);
    while (true) {
      try {
        Connection connection = connection();
        Dialect.Turn turn = dialect.begin(connection);
        if (isAsPrepared(turn)) {
          return new Begun(connection, turn.receipt());
        }
        disconnect(); // what it has prepared was meant for other tables
      } catch (SQLException e) {
        if (!dialect.isLost(e) || patience.isOver()) {
          throw e;
        }
        disconnect();
        patience.rest();
      }
    }
  }

  /** Whether the tables are what this connection knows, and this program can work on them. */
  private boolean isAsPrepared(Dialect.Turn turn) {
    if (tablesSeen.isEmpty()) {
      new Schema(dialect).require(dialect.statements(source));
      tablesSeen = OptionalInt.of(turn.tables());
    }
    return tablesSeen.getAsInt() == turn.tables();
  }

  /** Where nobody answers a commit, the store is asked what became of it: nothing is done twice. */
  private void finish(Begun transaction) throws SQLException {
    try {
      // Commits. With commit() SQLite's driver begins the next transaction at once, which would
      // keep every other process out until this one writes again.
      transaction.connection().setAutoCommit(true);
    } catch (SQLException e) {
      disconnect();
      if (transaction.receipt().isEmpty() || !dialect.isLost(e)) {
        throw e;
      }
      Begun question = begin();
      boolean committed =
          dialect.isCommitted(question.connection(), transaction.receipt().orElseThrow());
      question.connection().setAutoCommit(true);
      if (!committed) {
        throw e;
      }
    }
  }

  private Connection connection() throws SQLException {
    if (!connected) {
      source = dialect.writer();
      tables = new Tables(dialect.statements(source), dialect);
      connected = true;
    }
    return source.getConnection();
  }

  /** Undoes a failed transaction in whatever state it is, and lets go of the lock on the store. */
  private void disconnect() {
    connected = false;
    tablesSeen = OptionalInt.empty();
    source.destroy();
  }

  private record Job<T>(Transaction<T> work, CompletableFuture<T> done) implements WriterJob {
    static final WriterJob STOP = new Job<>(tables -> "stop", new CompletableFuture<>());

    @Override
    public Runnable attempt(Connection connection, Tables tables, Dialect dialect)
        throws SQLException {
      Attempt<T> attempt = Attempt.of(connection, tables, dialect, work);
      return () -> attempt.tell(done);
    }

    @Override
    public void fail(LedgerException why) {
      done.completeExceptionally(why);
    }
  }
}
