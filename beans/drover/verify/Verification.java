package drover.verify;

import drover.cache.PackageCaches;
import drover.cache.PackageCaches.Use;
import drover.config.JobSettings;
import drover.config.JobSettings.VerifyCommand;
import drover.config.Settings;
import drover.ledger.EventType;
import drover.machine.CommandResult;
import drover.machine.CommandRunner;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.sandbox.Enclosure;
import drover.turn.TurnResult;
import drover.workspace.CleanRepository;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * Checks a commit without the agent that made it: on a clean checkout, without credentials. The
 * commands come from the operator's configuration and are shell lines; what they run is the agent's
 * code.
 */
public final class Verification {
  private final Settings settings;
  private final Workspaces workspaces;
  private final CheckRunner runner;
  private final RenderCheck renderCheck;
  private final PackageCaches caches;
  private final Journal journal;

  public Verification(
      Settings settings,
      Workspaces workspaces,
      CheckRunner runner,
      RenderCheck renderCheck,
      PackageCaches caches,
      Journal journal) {
    this.settings = settings;
    this.workspaces = workspaces;
    this.runner = runner;
    this.renderCheck = renderCheck;
    this.caches = caches;
    this.journal = journal;
  }

  /** Work of the step {@code verify}. The first check that fails is the last one that runs. */
  public Verified verify(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("turn") TurnResult turn) {
    JobSettings job = settings.job(run.task().job()).orElseThrow();
    CleanRepository repository = workspaces.cleanOf(workspace);
    Path checkout = run.directory().resolve("verify");
    repository.checkOut(turn.headSha(), checkout);
    List<Check> checks = new ArrayList<>();
    boolean sound = true;
    for (VerifyCommand command : job.verify()) {
      if (sound) {
        Check check = check(run, repository, workspace, command, checkout);
        checks.add(check);
        sound = check.state() != Check.State.FAILED;
      }
    }
    if (sound && !job.render().isEmpty()) {
      Check check =
          renderCheck.check(
              run,
              job.render(),
              repository.changedFiles(workspace.baseSha(), turn.headSha()),
              checkout);
      checks.add(check);
      sound = check.state() != Check.State.FAILED;
    }
    checks.forEach(
        check ->
            journal.tell(run.claim(), EventType.VERIFY, check.inWords(), Map.of("check", check)));
    return new Verified(turn.headSha(), sound, checks);
  }

  private Check check(
      RunExecution run,
      CleanRepository repository,
      Workspace workspace,
      VerifyCommand command,
      Path checkout) {
    // asked of the base: a check does not go away because the agent removed what it needs
    boolean absent =
        command.onlyIf().filter(path -> !repository.hasFile(workspace.baseSha(), path)).isPresent();
    if (absent) {
      return Check.skipped(
          command.name(), "the repository has no " + command.onlyIf().orElseThrow());
    }
    try {
      CommandResult result =
          runner.run(
              run,
              caches.in(run, Use.CHECKS, Enclosure.around(checkout)),
              cell -> List.of("/bin/sh", "-c", command.command()));
      runner.tidy(run);
      return result.succeeded()
          ? Check.passed(command.name(), Optional.empty())
          : Check.failed(command.name(), ending(result), tail(result.output()));
    } catch (IOException e) {
      throw RunEnded.failed(
          "verify-failed", "no-shell: /bin/sh cannot be started: " + e.getMessage());
    }
  }

  private String ending(CommandResult result) {
    return result.exitCode() == CommandRunner.TIMED_OUT
        ? "not done after " + settings.verify().timeout().toSeconds() + " s"
        : "exit " + result.exitCode();
  }

  private String tail(String output) {
    List<String> lines = output.lines().toList();
    int from = Math.max(0, lines.size() - settings.verify().tailLines());
    return String.join("\n", lines.subList(from, lines.size()));
  }
}
