package drover.crash;

import drover.ledger.RunRecord;
import drover.ledger.TurnRecord;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A turn is started again only where its invocation before was lost with its factory or was not
 * served, and then in the same session; every invocation is settled, and its process printed one
 * beginning.
 */
final class TurnsAreStartedOnce implements Invariant {
  private static final Set<String> GOES_ON = Set.of("lost", "usage-limited", "auth-rejected");

  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath.ofEachRun((run, record) -> wrong(aftermath, record));
  }

  private static List<String> wrong(Aftermath aftermath, RunRecord run) {
    List<TurnRecord> turns = aftermath.ledger().read().turns().all(run.id());
    List<String> wrong = new ArrayList<>();
    Map<String, TurnRecord> latest = new HashMap<>();
    int lost = 0;
    for (TurnRecord turn : turns) {
      String work = "%d/%d/%s".formatted(turn.attempt(), turn.step(), turn.purpose());
      TurnRecord before = latest.put(work, turn);
      if (turn.outcome().isEmpty() || turn.finishedAt().isEmpty()) {
        wrong.add(name(turn) + " is not settled");
      }
      if (isLostWithItsFactory(turn)) {
        lost++;
      }
      if (before != null && !follows(before, turn)) {
        wrong.add("%s was done again as %s".formatted(name(before), name(turn)));
      }
      if (beginnings(aftermath, turn) > 1) {
        wrong.add(name(turn) + " was started more than once");
      }
    }
    if (lost >= aftermath.lives()) {
      wrong.add("%d invocations are lost in %d lives".formatted(lost, aftermath.lives()));
    }
    return wrong;
  }

  /** An agent may also be lost by its own fault. */
  private static boolean isLostWithItsFactory(TurnRecord turn) {
    return turn.outcome().filter("lost"::equals).isPresent()
        && turn.report().filter(report -> report.contains("lost: the factory")).isPresent();
  }

  private static boolean follows(TurnRecord before, TurnRecord turn) {
    return turn.turn() == before.turn()
        && turn.invocation() == before.invocation() + 1
        && turn.session().equals(before.session())
        && before.outcome().filter(GOES_ON::contains).isPresent();
  }

  private static long beginnings(Aftermath aftermath, TurnRecord turn) {
    var output = aftermath.grounds().runDirectory(turn.run()).resolve(turn.file());
    return !Files.exists(output)
        ? 0
        : Transcript.of(output).lines().stream()
            .filter(line -> line.path("subtype").asText().equals("init"))
            .count();
  }

  private static String name(TurnRecord turn) {
    return "turn %d-%d (%s, %s)"
        .formatted(turn.turn(), turn.invocation(), turn.purpose(), turn.outcome().orElse("open"));
  }
}
