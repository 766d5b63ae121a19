package drover.turn;

import drover.config.JobSettings;
import drover.config.Settings;
import drover.run.Instruction;
import drover.run.RunExecution;
import drover.workspace.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes down what the working agent of a run has to do: first the task, later its amendments. */
public final class Assignments {
  private static final String ASKS_BEFORE_IT_WRITES = "default";
  private static final Set<String> WRITING_TOOLS = Set.of("Write", "Edit", "NotebookEdit");

  private final Settings settings;
  private final Texts texts;

  public Assignments(Settings settings, Texts texts) {
    this.settings = settings;
    this.texts = texts;
  }

  /** The task itself, in a new session. */
  public Assignment implement(RunExecution run, Workspace workspace) {
    Map<String, String> values = new HashMap<>(Map.of("document", ""));
    values.putAll(run.task().params());
    values.put("task", run.brief().text());
    values.put("branch", workspace.branch());
    values.put("base", workspace.base());
    values.put("job", run.task().job());
    values.put("most", mostIssues(run));
    String prompt = texts.fill(promptOf(run), values);
    Purpose purpose = workspace.isReadOnly() ? Purpose.LOOK : Purpose.IMPLEMENT;
    return work(run, workspace, purpose, prompt, Optional.empty());
  }

  private String mostIssues(RunExecution run) {
    return settings
        .job(run.task().job())
        .flatMap(JobSettings::triage)
        .map(triage -> Integer.toString(triage.maxIssues()))
        .orElse("");
  }

  /** A mode of a job may have a text of its own. */
  private String promptOf(RunExecution run) {
    String ofMode = "jobs/%s.%s.prompt.md".formatted(run.task().job(), run.getMode());
    return texts.find(ofMode).isPresent() ? ofMode : "jobs/" + run.task().job() + ".prompt.md";
  }

  /** The task of who changes nothing: a question, in a new session. */
  public Assignment look(RunExecution run, Workspace workspace) {
    String prompt =
        texts.fill(
            "steps/look.prompt.md",
            Map.of(
                "task", run.brief().text(),
                "base", workspace.base(),
                "job", run.task().job()));
    return work(run, workspace, Purpose.LOOK, prompt, Optional.empty());
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

  /** The same after a fix that made it worse, of which nothing is left. */
  public Assignment fixAgain(
      RunExecution run, Workspace workspace, TurnResult last, String findings, String reason) {
    String prompt =
        texts.fill("steps/fix-again.prompt.md", Map.of("findings", findings, "reason", reason));
    return work(run, workspace, Purpose.FIX, prompt, Optional.of(last.sessionId()));
  }

  /** The evaluation was not good enough; the agent goes on where it stopped. */
  public Assignment improve(
      RunExecution run, Workspace workspace, TurnResult last, String failure) {
    String prompt = texts.fill("steps/improve.prompt.md", Map.of("cases", failure));
    return work(run, workspace, Purpose.IMPROVE, prompt, Optional.of(last.sessionId()));
  }

  /** CI of what was pushed is red; the agent goes on where it stopped. */
  public Assignment fixForward(
      RunExecution run, Workspace workspace, TurnResult last, String failures) {
    String prompt = texts.fill("steps/fix-forward.prompt.md", Map.of("checks", failures));
    return work(run, workspace, Purpose.FIX_FORWARD, prompt, Optional.of(last.sessionId()));
  }

  /** A person said something; the agent goes on where it stopped. */
  public Assignment heed(
      RunExecution run, Workspace workspace, TurnResult last, Instruction instruction) {
    String prompt =
        instruction
            .pullRequest()
            .map(url -> comments(instruction, url))
            .orElseGet(() -> words(instruction, workspace));
    return work(run, workspace, Purpose.HEED, prompt, Optional.of(last.sessionId()));
  }

  private String words(Instruction instruction, Workspace workspace) {
    return texts.fill(
        workspace.isReadOnly() ? "steps/heed-read-only.prompt.md" : "steps/heed.prompt.md",
        Map.of("instruction", instruction.text(), "who", instruction.who()));
  }

  private String comments(Instruction instruction, String pullRequest) {
    return texts.fill(
        "steps/heed-comments.prompt.md",
        Map.of("comments", instruction.text(), "who", instruction.who(), "url", pullRequest));
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
    Map<String, String> facts = new HashMap<>(run.brief().facts());
    facts.put("BASE_SHA", workspace.baseSha());
    Optional.ofNullable(run.task().params().get("domain"))
        .ifPresent(domain -> facts.put("DOMAIN", domain));
    facts.put("MODE", run.getMode());
    return new Assignment(
        purpose,
        run.task().worker(),
        job.agent().or(() -> Optional.ofNullable(run.task().params().get("agent"))),
        job.model(),
        job.maxTurns(),
        workspace.isReadOnly() ? ASKS_BEFORE_IT_WRITES : job.permissionMode(),
        tools(run.task().allowedTools().orElseGet(job::allowedTools), workspace),
        workspace.directory(),
        prompt,
        texts.find("jobs/" + run.task().job() + ".schema.json"),
        session,
        facts);
  }

  /** A tool that must fail would only make the agent try. */
  private static List<String> tools(List<String> allowed, Workspace workspace) {
    return allowed.stream()
        .filter(tool -> !workspace.isReadOnly() || !WRITING_TOOLS.contains(tool))
        .toList();
  }
}
