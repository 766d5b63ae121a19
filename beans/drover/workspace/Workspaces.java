package drover.workspace;

import drover.effect.Unavailable;
import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.StepRecord;
import drover.machine.OwnFiles;
import drover.run.Attempts;
import drover.run.Journal;
import drover.run.RunExecution;
import drover.task.Retention;
import drover.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and removes the repository in which a run's agent works. */
public final class Workspaces implements Attempts.WorkspaceReset {
  private static final List<String> ONLY_WHILE_IT_RUNS =
      List.of(
          "verify",
          "evaluation",
          "review",
          "browser",
          "control",
          "doors",
          "incoming.git",
          "incoming.bundle",
          "source.bundle",
          "source.bundle.errors");

  private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);

  private final Repositories repositories;
  private final StartingPoints startingPoints;
  private final SharedCheckouts shared;
  private final BranchReservations reservations;
  private final Git clean;
  private final Journal journal;
  private final Path dataDirectory;

  public Workspaces(
      Repositories repositories, Git clean, Ledger ledger, Journal journal, Path dataDirectory) {
    this.repositories = repositories;
    this.startingPoints = new StartingPoints(repositories);
    this.shared = new SharedCheckouts(ledger, dataDirectory);
    this.clean = clean;
    this.reservations = new BranchReservations(repositories, ledger);
    this.journal = journal;
    this.dataDirectory = dataDirectory;
  }

  /**
   * Work of the step {@code workspace}. May be done again after a crash: it begins from nothing and
   * keeps the branch name that was reserved.
   *
   * @throws Unavailable when a remote does not answer now
   */
  public Workspace prepare(RunExecution run) {
    return startingPoints.lay(
        run,
        start -> {
          reservations.refuseWhenInTheWay(run, start.source());
          return lay(run, start);
        });
  }

  private Workspace lay(RunExecution run, StartingPoint start) {
    SourceRepository source = start.source();
    Path path = run.directory().resolve("workspace");
    makeDirectories(run.directory());
    CleanRepository cleanRepository = new CleanRepository(clean, run.directory());
    String branch = reservations.reserve(run, start, path.toString());
    cleanRepository.create(source, start.base(), start.sha());
    cleanRepository.checkOutForAgent(branch, start.sha(), path, run.task().agent() + "-agent");
    cleanRepository.nameBase(path, start.base(), start.sha());
    List<String> notices = notices(source, path);
    notices.forEach(notice -> journal.tell(run.claim(), EventType.NOTICE, notice));
    return new Workspace(
        source.name(),
        path.toString(),
        run.directory().toString(),
        branch,
        start.base(),
        start.sha(),
        notices);
  }

  /**
   * The commit the agent's branch has reached, safe in the clean repository; the base where nothing
   * may be changed, whatever is there. What is out of reach has been collected before.
   */
  public String receive(Workspace workspace) {
    if (workspace.isReadOnly()) {
      return workspace.baseSha();
    }
    CleanRepository repository = cleanOf(workspace);
    return workspace.isDistant() ? repository.headOf(workspace) : repository.receive(workspace);
  }

  public boolean differsFromBase(Workspace workspace, String sha) {
    return cleanOf(workspace).differsFromBase(workspace, sha);
  }

  /** What the factory may look at without running anything of the agent's. */
  public CleanRepository cleanOf(Workspace workspace) {
    return new CleanRepository(clean, Path.of(workspace.runDirectory()));
  }

  /**
   * After the last step nobody needs the working trees any more, unless somebody asked. Done before
   * the success is recorded: a run that has ended is not looked after any more.
   */
  public void tidy(RunExecution run, Workspace workspace) {
    try {
      for (String tree : ONLY_WHILE_IT_RUNS) {
        FileTree.delete(run.directory().resolve(tree));
      }
      boolean isOthers = workspace.isDistant() || shared.holds(workspace.directory());
      if (run.task().retention() == Retention.REMOVE && !isOthers) {
        FileTree.delete(workspace.directory());
      }
    } catch (UncheckedIOException e) { // the work is done; what is left only takes room
      LOG.warn("Files of {} are left: {}", run, e.getMessage());
    }
  }

  @Override
  public void toStateAfter(RunRecord run, List<StepRecord> keptSteps) {
    Optional<Workspace> workspace =
        keptSteps.stream()
            .filter(step -> step.name().equals("workspace"))
            .flatMap(step -> step.result().stream())
            .map(json -> Json.convert(Json.tree(json).path("result"), Workspace.class))
            .findFirst();
    Task task = Json.read(run.taskJson(), Task.class);
    workspace.ifPresent(kept -> reset(task, kept, lastCommit(keptSteps).orElse(kept.baseSha())));
  }

  /** The agent's workspace goes back to a commit of its branch; what came later is left behind. */
  public void goBack(RunExecution run, Workspace workspace, String sha) {
    reset(run.task(), workspace, sha);
  }

  private void reset(Task task, Workspace workspace, String sha) {
    if (workspace.isDistant()) {
      return; // the next turn there begins with it
    }
    CleanRepository repository = cleanOf(workspace);
    if (!Files.isDirectory(repository.directory())) {
      throw new UncheckedIOException(
          new IOException("the files of the run are gone: " + workspace.runDirectory()));
    }
    if (workspace.isReadOnly()) {
      layAgainToRead(workspace, repository);
      return;
    }
    FileTree.delete(workspace.directory());
    repository.checkOutForAgent(
        workspace.branch(), sha, workspace.directory(), task.agent() + "-agent");
    repository.nameBase(workspace.directory(), workspace.base(), workspace.baseSha());
  }

  /** What was shared may be gone since; what is there is as it was, or nobody's but the run's. */
  private void layAgainToRead(Workspace workspace, CleanRepository repository) {
    if (shared.holds(workspace.directory())) {
      SourceRepository source = repositories.reopen(workspace.repository());
      StartingPoint start = new StartingPoint(source, workspace.base(), workspace.baseSha());
      shared.lay(workspace.directory(), repository, start);
    } else {
      repository.checkOut(workspace.baseSha(), workspace.directory());
      repository.nameBase(workspace.directory(), workspace.base(), workspace.baseSha());
    }
  }

  /** The commit that the last turn left, or that a step went to after it. */
  private static Optional<String> lastCommit(List<StepRecord> keptSteps) {
    return keptSteps.stream()
        .flatMap(step -> commitOf(step).stream())
        .reduce((first, second) -> second);
  }

  private static Optional<String> commitOf(StepRecord step) {
    String field =
        switch (step.name()) {
          case "turn" -> "headSha";
          case "reset", "merge" -> "commit";
          default -> "";
        };
    return step.result()
        .map(json -> Json.tree(json).path("result").path(field).asText(""))
        .filter(sha -> !sha.isEmpty());
  }

  private List<String> notices(SourceRepository source, Path workspace) {
    List<String> notices = new ArrayList<>();
    int uncommitted = repositories.uncommittedChanges(source);
    if (uncommitted > 0) {
      notices.add(
          "not part of this run: %d uncommitted %s in %s"
              .formatted(uncommitted, uncommitted == 1 ? "change" : "changes", source.name()));
    }
    if (Files.exists(workspace.resolve(".gitmodules"))) {
      notices.add("submodules are not checked out in the workspace");
    }
    if (usesLargeFiles(workspace)) {
      notices.add("files kept by Git LFS are only pointers in the workspace");
    }
    return notices;
  }

  private static boolean usesLargeFiles(Path workspace) {
    Path attributes = workspace.resolve(".gitattributes");
    try {
      return Files.isRegularFile(attributes) && Files.readString(attributes).contains("filter=lfs");
    } catch (IOException e) {
      return false; // attributes in another encoding are no reason to stop
    }
  }

  private void makeDirectories(Path run) {
    try {
      OwnFiles.closeDirectory(dataDirectory.resolve("runs"));
      for (String name : List.of("home", "turns", "artifacts")) {
        OwnFiles.closeDirectory(run.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + run, e);
    }
  }
}
