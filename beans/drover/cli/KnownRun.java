package drover.cli;

import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.run.NotRunnable;
import java.util.List;

/** Finds the run that a person means by its id or the beginning of it. */
final class KnownRun {
  private KnownRun() {}

  /**
   * @throws NotRunnable when there is none, or more than one
   */
  static RunRecord find(Ledger ledger, String id) {
    List<RunRecord> found = id.isBlank() ? List.of() : ledger.read().runs().findByPrefix(id);
    if (found.isEmpty()) {
      throw new NotRunnable(
          "there is no run %s: ./drover runs lists them".formatted(Style.oneLine(id, id.length())));
    }
    if (found.size() > 1) {
      throw new NotRunnable(
          "%s may be any of %s: type more of it"
              .formatted(id, String.join(", ", found.stream().map(RunRecord::id).toList())));
    }
    return found.getFirst();
  }
}
