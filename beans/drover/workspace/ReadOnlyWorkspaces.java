package drover.workspace;

import drover.ledger.Ledger;
import drover.machine.OwnFiles;
import drover.run.RunExecution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What agents look at that change nothing: the base, without a branch of the run's own. Nothing is
 * ever received from there.
 */
public final class ReadOnlyWorkspaces {
  private final StartingPoints startingPoints;
  private final SharedCheckouts shared;
  private final Git clean;
  private final Ledger ledger;

  public ReadOnlyWorkspaces(
      Repositories repositories, Git clean, Ledger ledger, Path dataDirectory) {
    this.startingPoints = new StartingPoints(repositories);
    this.shared = new SharedCheckouts(ledger, dataDirectory);
    this.clean = clean;
    this.ledger = ledger;
  }

  /** Work of the step {@code workspace}: one checkout for all who read the same commit. */
  public Workspace share(RunExecution run) {
    return startingPoints.lay(
        run,
        start -> {
          Path place = shared.placeOf(start.source().name(), start.sha());
          CleanRepository repository = begin(run, start, place);
          shared.lay(place, repository, start);
          shared.prune(place);
          return workspace(run, start, place);
        });
  }

  /** Work of the step {@code workspace} where nothing can be shown read-only: a copy of its own. */
  public Workspace copy(RunExecution run) {
    return startingPoints.lay(
        run,
        start -> {
          Path place = run.directory().resolve("workspace");
          CleanRepository repository = begin(run, start, place);
          repository.checkOut(start.sha(), place);
          repository.nameBase(place, start.base(), start.sha());
          return workspace(run, start, place);
        });
  }

  private CleanRepository begin(RunExecution run, StartingPoint start, Path place) {
    try {
      for (String name : List.of("home", "turns", "artifacts")) {
        OwnFiles.closeDirectory(run.directory().resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + run.directory(), e);
    }
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.runs().readsIn(run.claim(), start.source().name(), start.base(), place.toString());
          return place;
        });
    CleanRepository repository = new CleanRepository(clean, run.directory());
    repository.create(start.source(), start.base(), start.sha());
    return repository;
  }

  private static Workspace workspace(RunExecution run, StartingPoint start, Path place) {
    return new Workspace(
        start.source().name(),
        place.toString(),
        run.directory().toString(),
        "",
        start.base(),
        start.sha(),
        List.of());
  }
}
