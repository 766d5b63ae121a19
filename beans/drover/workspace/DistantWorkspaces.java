package drover.workspace;

import drover.ledger.Ledger;
import drover.machine.OwnFiles;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.workspace.Workspace.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Workspaces that are out of reach of this machine. Here is only the clean repository of the run,
 * which knows the base and receives what the agent committed as a file of {@code git bundle}.
 */
public final class DistantWorkspaces {
  private final Repositories repositories;
  private final StartingPoints startingPoints;
  private final BranchReservations reservations;
  private final Git clean;
  private final Ledger ledger;

  public DistantWorkspaces(Repositories repositories, Git clean, Ledger ledger) {
    this.repositories = repositories;
    this.startingPoints = new StartingPoints(repositories);
    this.reservations = new BranchReservations(repositories, ledger);
    this.clean = clean;
    this.ledger = ledger;
  }

  /**
   * For a run with a branch of its own.
   *
   * @param place where its agent works, by its name there
   * @throws drover.effect.Unavailable when a remote does not answer now
   */
  public Workspace prepare(RunExecution run, Path place, Volume volume) {
    return startingPoints.lay(
        run,
        start -> {
          reservations.refuseWhenInTheWay(run, start.source());
          String branch = reservations.reserve(run, start, inWords(volume));
          return lay(run, start, branch, place, volume);
        });
  }

  /**
   * For a run that only reads.
   *
   * @param folder of the commit in the volume; nothing where there is no volume
   */
  public Workspace read(RunExecution run, Path place, String claim) {
    return startingPoints.lay(
        run,
        start -> {
          String folder = claim.isEmpty() ? "" : folderOf(start);
          Volume volume = new Volume(claim, folder);
          ledger.write(
              tables -> {
                tables.runs().fenced(run.claim());
                tables
                    .runs()
                    .readsIn(run.claim(), start.source().name(), start.base(), inWords(volume));
                return volume;
              });
          return lay(run, start, "", place, volume);
        });
  }

  /**
   * Takes what the agent committed out of a bundle, object by object checked.
   *
   * @param bundle file of {@code git bundle}, base..branch; empty: the branch is at the base
   * @return the branch's commit
   * @throws RunEnded when it is no sound history on top of the base
   */
  public String receive(RunExecution run, Workspace workspace, Optional<Path> bundle) {
    CleanRepository repository = present(run, workspace);
    return repository.receiveBundle(workspace, bundle);
  }

  /** The base as a bundle, for a pod that cannot reach the repository itself. */
  public Path bundle(RunExecution run, Workspace workspace, long mostBytes) {
    Path target = run.directory().resolve("source.bundle");
    try {
      Files.deleteIfExists(target);
      Files.deleteIfExists(run.directory().resolve("source.bundle.errors"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot replace " + target, e);
    }
    present(run, workspace).bundleBase(workspace, target, mostBytes);
    return target;
  }

  /**
   * Another instance may have begun the run: its clean repository is made again from the remote.
   */
  public CleanRepository present(RunExecution run, Workspace workspace) {
    CleanRepository repository = new CleanRepository(clean, run.directory());
    if (!Files.isDirectory(repository.directory())) {
      makeDirectories(run);
      SourceRepository source = repositories.open(workspace.repository());
      repository.create(source, workspace.base(), workspace.baseSha());
    }
    return repository;
  }

  private Workspace lay(
      RunExecution run, StartingPoint start, String branch, Path place, Volume volume) {
    makeDirectories(run);
    new CleanRepository(clean, run.directory()).create(start.source(), start.base(), start.sha());
    return new Workspace(
        start.source().name(),
        place.toString(),
        run.directory().toString(),
        branch,
        start.base(),
        start.sha(),
        List.of(),
        Optional.of(volume));
  }

  private static String folderOf(StartingPoint start) {
    String name = start.source().name().replaceAll("(\\.git)?/*$", "").replaceAll("^.*[/:]", "");
    String digest =
        java.util
            .UUID
            .nameUUIDFromBytes(
                start.source().name().getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .toString()
            .substring(0, 8);
    return "checkouts/%s-%s/%s"
        .formatted(name.replaceAll("[^A-Za-z0-9._-]", "_"), digest, start.sha());
  }

  private static String inWords(Volume volume) {
    return volume.claim().isEmpty()
        ? "a pod of its own"
        : ("volume " + volume.claim() + " " + volume.folder()).strip();
  }

  private static void makeDirectories(RunExecution run) {
    try {
      for (String name : List.of("home", "turns", "artifacts")) {
        OwnFiles.closeDirectory(run.directory().resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + run.directory(), e);
    }
  }
}
