package drover.crash;

import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the fences of runs, and how far their events go, were after the life before. */
final class Fences {
  private final Map<String, Long> before = new HashMap<>();
  private final Map<String, Integer> eventsBefore = new HashMap<>();

  /** Looks again; what was committed once must still be there. */
  List<String> wentBack(Grounds grounds) {
    if (!Files.exists(grounds.data().resolve("ledger.db"))) {
      return List.of();
    }
    List<String> wrong = new ArrayList<>();
    try (Ledger ledger = Ledger.open(grounds.data())) {
      List<RunRecord> runs = ledger.read().runs().list(Optional.empty(), Optional.empty(), 1_000);
      for (RunRecord run : runs) {
        long fence = before.getOrDefault(run.id(), 0L);
        int events = ledger.read().events().after(run.id(), 0, 100_000).size();
        if (run.fence() < fence) {
          wrong.add("the fence of %s went from %d to %d".formatted(run.id(), fence, run.fence()));
        }
        if (events < eventsBefore.getOrDefault(run.id(), 0)) {
          wrong.add("events of %s are lost".formatted(run.id()));
        }
        before.put(run.id(), run.fence());
        eventsBefore.put(run.id(), events);
      }
      wrong.addAll(new Parked(ledger, runs).forgotten());
      before.keySet().stream()
          .filter(id -> runs.stream().noneMatch(run -> run.id().equals(id)))
          .forEach(id -> wrong.add("the run %s is gone".formatted(id)));
    }
    return wrong;
  }
}
