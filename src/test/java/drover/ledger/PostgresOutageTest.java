package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.postgres.Cable;
import drover.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of writes when the way to PostgreSQL, or PostgreSQL itself, is gone for a while. */
@Timeout(120)
class PostgresOutageTest {
  private static final Runnable NOTHING = () -> {};

  @TempDir private Path directory;
  private final PostgresServer server = PostgresServer.shared();
  private final Cable cable = Cable.to(server.port());
  private final AtomicReference<Runnable> beforeCommit = new AtomicReference<>(NOTHING);
  private String database;
  private Ledger ledger;

  @BeforeEach
  void open() {
    database = server.newDatabase();
    CommitWitness witness =
        new CommitWitness() {
          @Override
          public void beforeCommit() {
            beforeCommit.getAndSet(NOTHING).run();
          }

          @Override
          public void afterCommit() {}
        };
    ledger =
        Ledger.open(
            new LedgerAddress.Postgres(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(cable.port(), database),
                Optional.of(PostgresServer.USER),
                Optional.of(PostgresServer.PASSWORD),
                directory),
            witness);
  }

  @AfterEach
  void close() {
    cable.mend();
    ledger.close();
    cable.close();
  }

  @Test
  void a_connection_that_an_administrator_ended_between_two_writes_costs_neither() {
    Sample.insert(ledger, "before");
    server.terminateConnections(database);
    Sample.insert(ledger, "after");
    assertThat(ledger.read().runs().find("before")).isPresent();
    assertThat(ledger.read().runs().find("after")).isPresent();
  }

  @Test
  void a_commit_whose_answer_is_lost_is_found_and_not_done_again() {
    beforeCommit.set(cable::loseTheNextAnswer);
    int runs =
        ledger.write(
            tables -> {
              tables.runs().insert(Sample.run("r1"));
              return tables.runs().count();
            });
    assertThat(runs).isEqualTo(1);
    assertThat(ledger.read().runs().count()).isEqualTo(1);
  }

  @Test
  void a_transaction_that_is_ended_before_its_commit_has_done_nothing_and_says_so() {
    beforeCommit.set(() -> server.terminateConnections(database));
    assertThatThrownBy(() -> Sample.insert(ledger, "lost"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot be reached");
    Sample.insert(ledger, "next");
    assertThat(ledger.read().runs().find("lost")).isEmpty();
    assertThat(ledger.read().runs().find("next")).isPresent();
  }

  @Test
  void a_server_that_is_gone_is_said_in_one_sentence_and_the_ledger_goes_on_when_it_is_back() {
    Sample.insert(ledger, "before");
    cable.cut();
    assertThatThrownBy(() -> Sample.insert(ledger, "meanwhile"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContainingAll(
            "127.0.0.1:" + cable.port() + "/" + database, "cannot be reached: start it")
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasLineCount(1));
    assertThatThrownBy(() -> ledger.read().runs().count())
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot be reached");
    cable.mend();
    Sample.insert(ledger, "after");
    assertThat(ledger.read().runs().find("before")).isPresent();
    assertThat(ledger.read().runs().find("meanwhile")).isEmpty();
    assertThat(ledger.read().runs().find("after")).isPresent();
  }

  @Test
  void a_way_that_swallows_everything_is_given_up_after_a_while() {
    Sample.insert(ledger, "before");
    cable.mute();
    assertThatThrownBy(() -> Sample.insert(ledger, "meanwhile"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot be reached");
    cable.mend();
    Sample.insert(ledger, "after");
    assertThat(ledger.read().runs().find("after")).isPresent();
  }

  @Test
  void a_power_cut_of_the_server_loses_nothing_that_was_told_as_written() {
    try (PostgresServer own = PostgresServer.start()) {
      try (Ledger shaken = Ledger.open(own.address(own.newDatabase(), directory))) {
        Sample.insert(shaken, "before");
        own.crash();
        own.launch();
        assertThat(shaken.read().runs().find("before")).isPresent();
        Sample.insert(shaken, "after");
        assertThat(shaken.read().runs().count()).isEqualTo(2);
      }
    }
  }

  @Test
  void a_writer_that_stands_still_in_its_transaction_does_not_stop_the_others() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    try (Ledger other = Ledger.open(server.address(database, directory))) {
      var frozen =
          Threads.start(
              () ->
                  ledger.write(
                      tables -> {
                        tables.runs().insert(Sample.run("frozen"));
                        held.countDown();
                        await(gate);
                        tables.runs().insert(Sample.run("late"));
                        return "written";
                      }));
      held.await();
      Sample.insert(other, "theirs");
      gate.countDown();
      assertThatThrownBy(frozen::result).hasCauseInstanceOf(LedgerException.class);
      assertThat(other.read().runs().count()).isEqualTo(1);
      Sample.insert(ledger, "next");
      assertThat(other.read().runs().count()).isEqualTo(2);
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
