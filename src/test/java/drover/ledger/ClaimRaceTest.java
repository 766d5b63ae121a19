package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import drover.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances race for the same long queue, both from its front. */
@Timeout(300)
class ClaimRaceTest {
  private static final int RUNS = 10_000;
  private static final int THREADS = 4;

  @TempDir private Path directory;
  private final PostgresServer server = PostgresServer.shared();
  private final String database = server.newDatabase();
  private final Map<String, List<Claim>> claims = new ConcurrentHashMap<>();

  @Test
  void of_ten_thousand_queued_runs_each_is_claimed_by_one_instance_and_none_twice()
      throws Exception {
    try (Ledger one = Ledger.open(server.address(database, directory));
        Ledger two = Ledger.open(server.address(database, directory))) {
      queue();
      List<Threads.Call<Integer>> racers = new ArrayList<>();
      for (int n = 0; n < THREADS; n++) {
        int lane = n;
        racers.add(Threads.start(() -> race(one, "one", lane)));
        racers.add(Threads.start(() -> race(two, "two", lane)));
      }
      int claimed = 0;
      for (Threads.Call<Integer> racer : racers) {
        claimed += racer.result();
      }
      assertThat(claimed).isEqualTo(RUNS);
      assertThat(claims).hasSize(RUNS);
      assertThat(claims.values()).allSatisfy(owners -> assertThat(owners).hasSize(1));
      assertThat(claims.values().stream().map(owners -> owners.getFirst().owner()).distinct())
          .as("both had a share")
          .hasSize(2);
      assertThat(one.read().openRuns().countQueued()).isZero();
    }
  }

  private void queue() {
    server.sql(
        database,
        """
        insert into runs(id, source, idem_key, digest, task_json, job, state, created_at)
        select 'r' || n, 'webhook', 'k' || n, 'digest', '{}', 'publisher', 'queued', n
        from generate_series(1, %d) n
        """
            .formatted(RUNS));
  }

  /** Every lane has one thread of each instance. */
  private int race(Ledger ledger, String owner, int lane) {
    int won = 0;
    for (List<OpenRun> front = front(ledger); !front.isEmpty(); front = front(ledger)) {
      for (int n = lane % front.size(); n < front.size(); n += THREADS) {
        won += claim(ledger, front.get(n).id(), owner) ? 1 : 0;
      }
    }
    return won;
  }

  private static List<OpenRun> front(Ledger ledger) {
    return ledger.read().openRuns().inFront(1000).stream()
        .filter(run -> run.state() == RunState.QUEUED)
        .toList();
  }

  private boolean claim(Ledger ledger, String run, String owner) {
    RunRecord seen = ledger.read().runs().find(run).orElseThrow();
    Optional<Claim> claim =
        ledger.write(
            tables -> {
              Optional<Claim> won = tables.runs().claim(seen, owner, Sample.NOON);
              won.ifPresent(
                  any -> tables.runs().end(run, RunState.SUCCEEDED, "done", "done", Sample.NOON));
              return won;
            });
    claim.ifPresent(won -> claims.computeIfAbsent(run, any -> new ArrayList<>()).add(won));
    return claim.isPresent();
  }
}
