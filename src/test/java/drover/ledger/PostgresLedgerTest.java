package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import drover.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A ledger in PostgreSQL: what is said where it cannot be used, and what several processes get. */
@Timeout(120)
class PostgresLedgerTest {
  @TempDir private Path directory;
  private final PostgresServer server = PostgresServer.shared();
  private final String database = server.newDatabase();

  @Test
  void an_open_ledger_writes_nothing_more_when_its_tables_have_become_others() {
    try (Ledger ledger = Ledger.open(server.address(database, directory))) {
      Sample.insert(ledger, "before");
      server.sql(database, LaterVersion.inHistory(Schema.VERSION + 1));

      assertThatThrownBy(() -> Sample.insert(ledger, "after"))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("the ledger was written by a newer Drover");
      assertThat(ledger.read().runs().count()).isEqualTo(1);
    }
  }

  @Test
  void a_url_of_something_else_is_refused() {
    assertThat(refusal("jdbc:postgresql//missing-colon", Optional.of("secret-word")))
        .contains("drover.ledger.url", "jdbc:postgresql://host:5432/drover");
  }

  @Test
  void a_password_in_the_url_is_refused_and_not_repeated() {
    assertThat(refusal(server.url(database) + "?password=hunter2hunter2", Optional.empty()))
        .contains("drover.ledger.url holds a password", "DROVER_LEDGER_PASSWORD_FILE")
        .doesNotContain("hunter2");
  }

  @Test
  void a_server_that_is_not_there() {
    assertThat(refusal("jdbc:postgresql://127.0.0.1:1/drover", Optional.of("p")))
        .contains("127.0.0.1:1/drover cannot be reached", "start it, or mend drover.ledger.url");
  }

  @Test
  void a_host_that_nobody_knows() {
    assertThat(refusal("jdbc:postgresql://nobody.invalid/drover", Optional.of("p")))
        .contains("nobody.invalid:5432/drover cannot be reached");
  }

  @Test
  void a_wrong_password_and_none_at_all() {
    assertThat(refusal(server.url(database), Optional.of("not-the-password")))
        .contains("refuses the user drover or the password", "DROVER_LEDGER_PASSWORD")
        .doesNotContain("not-the-password");
    assertThat(refusal(server.url(database), Optional.empty()))
        .contains("refuses the user drover or the password", "DROVER_LEDGER_PASSWORD");
  }

  @Test
  void a_database_that_is_not_there() {
    assertThat(refusal(server.url("nowhere"), Optional.of(PostgresServer.PASSWORD)))
        .contains("/nowhere is not there: create it, or mend drover.ledger.url");
  }

  @Test
  void a_user_who_may_make_no_tables() {
    server.sql(database, "revoke create on schema public from public");
    server.sql(database, "create role guest%s login password 'guest'".formatted(database));
    LedgerException refusal =
        catchThrowableOfType(
            LedgerException.class,
            () ->
                Ledger.open(
                    new LedgerAddress.Postgres(
                        server.url(database),
                        Optional.of("guest" + database),
                        Optional.of("guest"),
                        directory)));
    assertThat(refusal).hasMessageContaining("too little: make it the owner of the database");
  }

  @Test
  void a_database_of_another_program_is_refused_and_left_alone() {
    server.sql(database, "create table recipes(id integer primary key)");
    assertThat(refusal(server.url(database), Optional.of(PostgresServer.PASSWORD)))
        .contains("perhaps another program's are in it", "another database in drover.ledger.url");
  }

  @Test
  void a_ledger_of_a_newer_program_is_refused_and_not_touched() {
    open().close();
    server.sql(
        database,
        """
        insert into flyway_schema_history(installed_rank, version, description, type, script,
            installed_by, execution_time, success)
        values (99, '99', 'of tomorrow', 'SQL', 'V99__of_tomorrow.sql', 'drover', 1, true)
        """);
    assertThat(refusal(server.url(database), Optional.of(PostgresServer.PASSWORD)))
        .contains("newer Drover", "schema 99", "update Drover", "drover.ledger.url");
    server.sql(database, "delete from flyway_schema_history where version = '99'");
    open().close();
  }

  @Test
  void instances_that_make_the_tables_at_the_same_time_all_get_a_ledger() throws Exception {
    List<Threads.Call<String>> starters =
        IntStream.range(0, 4)
            .mapToObj(
                n ->
                    Threads.start(
                        () -> {
                          try (Ledger ledger = open()) {
                            Sample.insert(ledger, "r" + n);
                            return "open";
                          }
                        }))
            .toList();
    for (Threads.Call<String> starter : starters) {
      assertThat(starter.result()).isEqualTo("open");
    }
    try (Ledger ledger = open()) {
      assertThat(ledger.read().runs().count()).isEqualTo(4);
    }
  }

  @Test
  void the_bell_rings_for_what_another_instance_queues_and_switches() throws Exception {
    try (Ledger here = open();
        Ledger there = open()) {
      CountDownLatch listening = new CountDownLatch(1);
      CountDownLatch queued = new CountDownLatch(2);
      CountDownLatch switched = new CountDownLatch(3);
      Runnable listener =
          () -> {
            listening.countDown();
            queued.countDown();
            switched.countDown();
          };
      try (Bell.Listening listened = here.listen(listener)) {
        assertThat(listening.await(30, TimeUnit.SECONDS)).isTrue();
        Sample.insert(there, "r1");
        assertThat(queued.await(30, TimeUnit.SECONDS)).as("rung for a queued run").isTrue();
        there.write(
            tables -> {
              tables
                  .switches()
                  .put(new SwitchesTable.Position("dispatch", "on", "", "ada", Sample.NOON));
              return "switched";
            });
        assertThat(switched.await(30, TimeUnit.SECONDS)).as("rung for a switch").isTrue();
      }
    }
  }

  @Test
  void text_with_the_one_character_postgres_cannot_hold_is_kept_with_a_substitute() {
    try (Ledger ledger = open()) {
      Sample.insert(ledger, "r1");
      ledger.write(
          tables -> {
            tables.runs().end("r1", RunState.FAILED, "failed", "a\0b \uD83D\uDE00", Sample.NOON);
            return "ended";
          });
      assertThat(ledger.read().runs().find("r1").orElseThrow().reason())
          .contains("a\uFFFDb \uD83D\uDE00");
    }
  }

  private Ledger open() {
    return Ledger.open(server.address(database, directory));
  }

  private String refusal(String url, Optional<String> password) {
    LedgerException refusal =
        catchThrowableOfType(
            LedgerException.class,
            () ->
                Ledger.open(
                        new LedgerAddress.Postgres(
                            url, Optional.of(PostgresServer.USER), password, directory))
                    .close());
    assertThat(refusal).as("the refusal of " + url).isNotNull();
    assertThat(refusal.getMessage()).hasLineCount(1);
    return refusal.getMessage();
  }

  @Test
  void what_was_refused_leaves_no_connection_behind() {
    assertThatThrownBy(() -> Ledger.open(server.address("nowhere", directory)))
        .isInstanceOf(LedgerException.class);
    open().close();
    server.sql("postgres", "drop database " + database); // refused while anybody is connected
  }
}
