package drover.crash;

import drover.ledger.RunState;
import java.util.ArrayList;
import java.util.List;

/** After a run nothing is left of it but what is meant to be kept, and no temporary file at all. */
final class NothingLiesAround implements Invariant {
  private static final List<String> KEPT_OF_A_SUCCESS =
      List.of("artifacts", "clean.git", "home", "review-home", "turns");
  private static final List<String> NEVER_LEFT = List.of("incoming.git");
  private static final List<String> OF_THE_DATA_DIRECTORY =
      List.of(
          "credentials",
          "ledger.db",
          "ledger.db-shm",
          "ledger.db-wal",
          "ledger.lock",
          "place",
          "runs",
          "repos",
          "tmp");

  @Override
  public List<String> violations(Aftermath aftermath) {
    List<String> wrong =
        new ArrayList<>(
            aftermath.ofEachRun(
                (run, record) -> {
                  List<String> left =
                      new ArrayList<>(
                          FileTrees.names(aftermath.grounds().runDirectory(record.id())));
                  if (record.state() == RunState.SUCCEEDED) {
                    left.removeAll(KEPT_OF_A_SUCCESS);
                  } else {
                    left.retainAll(NEVER_LEFT);
                  }
                  return left.isEmpty() ? List.of() : List.of("leaves " + left);
                }));
    List<String> others = new ArrayList<>(FileTrees.names(aftermath.grounds().data()));
    others.removeAll(OF_THE_DATA_DIRECTORY);
    if (!others.isEmpty()) {
      wrong.add("the data directory holds " + others);
    }
    List<String> scratch = FileTrees.names(aftermath.grounds().data().resolve("tmp"));
    if (!scratch.isEmpty()) {
      wrong.add("tmp of the data directory holds " + scratch);
    }
    List<String> temporary =
        FileTrees.names(aftermath.temporary()).stream()
            .filter(name -> !name.startsWith("sqlite-"))
            .toList();
    if (!temporary.isEmpty()) {
      wrong.add("the temporary directory holds " + temporary);
    }
    return wrong;
  }
}
