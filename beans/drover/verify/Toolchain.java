package drover.verify;

import drover.config.JobSettings;
import drover.config.JobSettings.VerifyCommand;
import drover.config.Settings;
import drover.machine.CommandResult;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.sandbox.Enclosure;
import drover.workspace.CleanRepository;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Looks for the programs that the checks begin with, before anything is paid for: an agent cannot
 * mend that one is missing on this machine.
 */
public final class Toolchain {
  /** The first word of a shell line behind its assignments, where it is a plain name. */
  private static final Pattern PROGRAM =
      Pattern.compile("\\s*(?:[A-Za-z_][A-Za-z0-9_]*=\\S*\\s+)*([A-Za-z0-9._+-]+)(?:\\s.*)?");

  private static final String MISSING =
      "missing-toolchain: the check %s begins with %s, which is not there for programs in the sandbox: install it, or show"
          + " where it is with drover.sandbox.read-only";

  private final Settings settings;
  private final Workspaces workspaces;
  private final CheckRunner runner;

  public Toolchain(Settings settings, Workspaces workspaces, CheckRunner runner) {
    this.settings = settings;
    this.workspaces = workspaces;
    this.runner = runner;
  }

  /**
   * Gives the workspace back when nothing is missing.
   *
   * @throws RunEnded blocked, naming what is
   */
  public Workspace require(@Variable("run") RunExecution run, @Body Workspace workspace) {
    JobSettings job = settings.job(run.task().job()).orElseThrow();
    CleanRepository repository = workspaces.cleanOf(workspace);
    for (VerifyCommand check : job.verify()) {
      Matcher program = PROGRAM.matcher(check.command());
      boolean isAsked =
          check.onlyIf().filter(file -> !repository.hasFile(workspace.baseSha(), file)).isEmpty();
      if (isAsked && program.matches() && !isThere(run, workspace, program.group(1))) {
        throw RunEnded.blocked("verify-failed", MISSING.formatted(check.name(), program.group(1)));
      }
    }
    return workspace;
  }

  private boolean isThere(RunExecution run, Workspace workspace, String program) {
    try {
      CommandResult result =
          runner.run(
              run,
              Enclosure.reading(workspace.directory()),
              cell -> List.of("/bin/sh", "-c", "command -v \"$1\"", "sh", program));
      return result.succeeded();
    } catch (IOException e) {
      throw RunEnded.failed(
          "verify-failed", "no-shell: /bin/sh cannot be started: " + e.getMessage());
    }
  }
}
