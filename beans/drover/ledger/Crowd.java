package drover.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Those who wait for one kind of {@link Together}. Each waits for its own answer. */
public final class Crowd<A, R> {
  private final Together<A, R> work;
  private final Consumer<WriterJob> writer;
  private final int most;
  private final BlockingQueue<Asked<A, R>> waiting = new LinkedBlockingQueue<>();
  private final AtomicBoolean isCalled = new AtomicBoolean();

  /**
   * @param most how many are served at once
   */
  Crowd(Together<A, R> work, Consumer<WriterJob> writer, int most) {
    this.work = work;
    this.writer = writer;
    this.most = most;
  }

  /**
   * Returns when what was asked for is done and on the disk.
   *
   * @throws LedgerException when the store fails; whatever the work itself throws is thrown again
   */
  public R write(A asked) {
    Asked<A, R> mine = new Asked<>(asked, new CompletableFuture<>());
    waiting.add(mine);
    call();
    return LedgerWriter.answer(mine.done());
  }

  private void call() {
    if (isCalled.compareAndSet(false, true)) {
      writer.accept(new Service());
    }
  }

  private record Asked<A, R>(A asked, CompletableFuture<R> done) {}

  /** Serves those who wait when its turn has come. */
  private final class Service implements WriterJob {
    private final List<Asked<A, R>> served = new ArrayList<>();

    @Override
    public Runnable attempt(Connection connection, Tables tables, Dialect dialect)
        throws SQLException {
      gather(most);
      if (!waiting.isEmpty()) {
        call();
      }
      if (served.isEmpty()) {
        return () -> {};
      }
      List<A> all = served.stream().map(Asked::asked).toList();
      Attempt<List<R>> attempt =
          Attempt.of(connection, tables, dialect, seen -> work.apply(seen, all));
      return switch (attempt) {
        case Attempt.Done<List<R>> done -> () -> tell(done.result());
        case Attempt.Failed<List<R>> failed ->
            served.size() == 1
                ? () -> served.getFirst().done().completeExceptionally(failed.why())
                : oneByOne(connection, tables, dialect);
      };
    }

    private Runnable oneByOne(Connection connection, Tables tables, Dialect dialect)
        throws SQLException {
      List<Runnable> announcements = new ArrayList<>();
      for (Asked<A, R> one : served) {
        Attempt<R> attempt =
            Attempt.of(
                connection,
                tables,
                dialect,
                seen -> work.apply(seen, List.of(one.asked())).getFirst());
        announcements.add(() -> attempt.tell(one.done()));
      }
      return () -> announcements.forEach(Runnable::run);
    }

    private void tell(List<R> answers) {
      for (int i = 0; i < served.size(); i++) {
        served.get(i).done().complete(answers.get(i));
      }
    }

    @Override
    public void fail(LedgerException why) {
      gather(Integer.MAX_VALUE);
      served.forEach(asked -> asked.done().completeExceptionally(why));
    }

    /** Whoever comes from now on calls for another service. */
    private void gather(int count) {
      isCalled.set(false);
      waiting.drainTo(served, count - served.size());
    }
  }
}
