package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Store.class)
class RunsTableTest {
  private static final String REPO = "https://example.org/blog.git";
  private static final String BRANCH = "agent/publisher-1772366400";

  @Parameter private Store store;
  @TempDir private Path directory;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = store.open(directory);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void a_key_stands_for_one_run_of_its_source() {
    insert("r1", "github", "delivery-1");
    assertThatThrownBy(() -> insert("r2", "github", "delivery-1"))
        .isInstanceOf(LedgerException.class);
    insert("r3", "linear", "delivery-1");
    assertThat(ledger.read().runs().findByKey("github", "delivery-1").orElseThrow().id())
        .isEqualTo("r1");
    assertThat(ledger.read().runs().findByKey("linear", "delivery-1").orElseThrow().id())
        .isEqualTo("r3");
  }

  @Test
  void of_many_who_ask_for_a_run_at_the_same_time_one_gets_it() throws Exception {
    Sample.insert(ledger, "r1");
    RunRecord seen = ledger.read().runs().find("r1").orElseThrow();
    AtomicInteger owners = new AtomicInteger();
    List<Threads.Call<Boolean>> rivals =
        IntStream.range(0, 20)
            .mapToObj(
                n ->
                    Threads.start(
                        () ->
                            ledger
                                .write(
                                    tables -> tables.runs().claim(seen, "owner" + n, Sample.NOON))
                                .isPresent()))
            .toList();
    for (Threads.Call<Boolean> rival : rivals) {
      owners.addAndGet(rival.result() ? 1 : 0);
    }
    assertThat(owners).hasValue(1);
    assertThat(ledger.read().runs().find("r1").orElseThrow().fence()).isEqualTo(1);
  }

  @Test
  void a_branch_belongs_to_one_run_that_has_not_ended() {
    reserve(Sample.claimed(ledger, "r1", "me"), REPO, BRANCH);
    Claim second = Sample.claimed(ledger, "r2", "me");
    assertThatThrownBy(() -> reserve(second, REPO, BRANCH)).isInstanceOf(LedgerException.class);
    assertThat(ledger.read().runs().branchTaken(REPO, BRANCH, "r2")).isTrue();
    assertThat(ledger.read().runs().branchTaken(REPO, BRANCH, "r1")).isFalse();

    reserve(second, REPO, BRANCH + "-2");
    reserve(Sample.claimed(ledger, "r3", "me"), "https://example.org/shop.git", BRANCH);
  }

  @ParameterizedTest
  @EnumSource(
      value = RunState.class,
      names = {"SUCCEEDED", "FAILED", "CANCELLED", "BLOCKED", "FROZEN"})
  void the_branch_of_an_ended_run_is_free(RunState ending) {
    reserve(Sample.claimed(ledger, "r1", "me"), REPO, BRANCH);
    ledger.write(
        tables -> {
          tables.runs().end("r1", ending, "outcome", "reason: said", Sample.NOON);
          return ending;
        });
    reserve(Sample.claimed(ledger, "r2", "me"), REPO, BRANCH);
    assertThat(ledger.read().runs().find("r2").orElseThrow().branch()).contains(BRANCH);
  }

  @Test
  void a_row_gives_back_what_was_written() {
    Claim claim = Sample.claimed(ledger, "r1", "me");
    reserve(claim, REPO, BRANCH);
    ledger.write(
        tables -> {
          tables.runs().stage(claim, "turn");
          tables.runs().head(claim, "abc");
          tables.runs().park(claim, "usage-limit", Optional.of(Sample.NOON), "limit: reached");
          return claim;
        });
    RunRecord run = ledger.read().runs().find("r1").orElseThrow();
    assertThat(run.state()).isEqualTo(RunState.WAITING);
    assertThat(run.owner()).isEmpty();
    assertThat(run.stage()).contains("turn");
    assertThat(run.headSha()).contains("abc");
    assertThat(run.waitingFor()).contains("usage-limit");
    assertThat(run.waitingUntil()).contains(Sample.NOON);
    assertThat(run.reason()).contains("limit: reached");
    assertThat(run.createdAt()).isEqualTo(Sample.NOON);
  }

  private void reserve(Claim claim, String repo, String branch) {
    ledger.write(
        tables -> {
          tables.runs().fenced(claim);
          tables.runs().reserveBranch(claim, repo, branch, "main", "/workspace");
          return claim;
        });
  }

  private void insert(String id, String source, String key) {
    ledger.write(
        tables -> {
          tables
              .runs()
              .insert(
                  new NewRun(
                      id,
                      source,
                      key,
                      "digest",
                      "{}",
                      "agent",
                      Optional.empty(),
                      "real",
                      "claude",
                      0,
                      Sample.NOON));
          return id;
        });
  }
}
