package drover.turn;

import drover.config.JobSettings;
import drover.config.Settings;
import drover.run.Instruction;
import drover.run.RunExecution;
import drover.workspace.Workspace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Writes down what the working agent of a run has to do: first the task, later its amendments. */
public final class Assignments {
  private final Settings settings;
  private final Texts texts;

  public Assignments(Settings settings, Texts texts) {
    this.settings = settings;
    this.texts = texts;
  }

  /** The task itself, in a new session. */
  public Assignment implement(RunExecution run, Workspace workspace) {
    String prompt =
        texts.fill(
            "jobs/" + run.task().job() + ".prompt.md",
            Map.of(
                "task", run.task().prompt(),
                "branch", workspace.branch(),
                "base", workspace.base(),
                "job", run.task().job()));
    return work(run, workspace, Purpose.IMPLEMENT, prompt, Optional.empty());
  }

  /** The checks did not pass; the agent goes on where it stopped. */
  public Assignment repair(
      RunExecution run, Workspace workspace, TurnResult last, String check, String output) {
    String prompt = texts.fill("steps/repair.prompt.md", Map.of("check", check, "output", output));
    return work(run, workspace, Purpose.REPAIR, prompt, Optional.of(last.sessionId()));
  }

  /** The review found something; the agent goes on where it stopped. */
  public Assignment fix(RunExecution run, Workspace workspace, TurnResult last, String findings) {
    String prompt = texts.fill("steps/fix.prompt.md", Map.of("findings", findings));
    return work(run, workspace, Purpose.FIX, prompt, Optional.of(last.sessionId()));
  }

  /** A person said something; the agent goes on where it stopped. */
  public Assignment heed(
      RunExecution run, Workspace workspace, TurnResult last, Instruction instruction) {
    String prompt =
        texts.fill(
            "steps/heed.prompt.md",
            Map.of("instruction", instruction.text(), "who", instruction.who()));
    return work(run, workspace, Purpose.HEED, prompt, Optional.of(last.sessionId()));
  }

  private Assignment work(
      RunExecution run,
      Workspace workspace,
      Purpose purpose,
      String prompt,
      Optional<String> session) {
    JobSettings job =
        settings
            .job(run.task().job())
            .orElseThrow(() -> new IllegalStateException("no drover.jobs." + run.task().job()));
    Map<String, String> facts = new HashMap<>();
    facts.put("BASE_SHA", workspace.baseSha());
    return new Assignment(
        purpose,
        run.task().worker(),
        Optional.of(job.agent().orElse(run.task().agent())),
        job.model(),
        job.maxTurns(),
        job.permissionMode(),
        run.task().allowedTools().orElseGet(job::allowedTools),
        workspace.directory(),
        prompt,
        texts.find("jobs/" + run.task().job() + ".schema.json"),
        session,
        facts);
  }
}
