package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/** Rows for tests that do not care what is in them. */
final class Sample {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Sample() {}

  static NewRun run(String id) {
    return new NewRun(
        id, "test", id, "digest", "{}", "publisher", Optional.empty(), "real", "claude", 0, NOON);
  }

  /** Records a run and makes {@code owner} execute it. */
  static Claim claimed(Ledger ledger, String id, String owner) {
    return ledger.write(
        tables -> {
          tables.runs().insert(run(id));
          return tables
              .runs()
              .claim(tables.runs().find(id).orElseThrow(), owner, NOON)
              .orElseThrow();
        });
  }

  static TurnRecord turn(String run, int turn, int invocation) {
    return new TurnRecord(
        run,
        1,
        turn,
        invocation,
        2,
        "implement",
        "local",
        Optional.empty(),
        "session",
        "turns/1.jsonl",
        0,
        Optional.empty(),
        Optional.empty(),
        NOON,
        Optional.empty());
  }

  static void insert(Ledger ledger, String id) {
    ledger.write(
        tables -> {
          tables.runs().insert(run(id));
          return id;
        });
  }
}
