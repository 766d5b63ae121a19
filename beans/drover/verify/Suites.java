package drover.verify;

import drover.config.JobSettings.VerifyCommand;
import drover.config.Settings;
import drover.run.RunExecution;
import drover.workspace.CleanRepository;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.util.List;
import org.apache.camel.Variable;

/** Looks for the checks of a repository before anybody is paid for work on it. */
public final class Suites {
  private final Settings settings;
  private final Workspaces workspaces;

  public Suites(Settings settings, Workspaces workspaces) {
    this.settings = settings;
    this.workspaces = workspaces;
  }

  /** Work of the step {@code suite}. */
  public Suite find(@Variable("run") RunExecution run, @Variable("workspace") Workspace workspace) {
    CleanRepository repository = workspaces.cleanOf(workspace);
    List<VerifyCommand> all = settings.job(run.task().job()).orElseThrow().verify();
    List<String> commands =
        all.stream()
            .filter(
                command ->
                    command
                        .onlyIf()
                        .filter(path -> !repository.hasFile(workspace.baseSha(), path))
                        .isEmpty())
            .map(VerifyCommand::command)
            .toList();
    return new Suite(
        run.task().job(),
        commands,
        all.stream().flatMap(command -> command.onlyIf().stream()).toList());
  }
}
