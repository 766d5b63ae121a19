package drover.triage;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.JobSettings;
import drover.config.Settings;
import drover.config.TriageSettings;
import drover.intake.Accepted;
import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.report.Artifacts;
import drover.report.Reported;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.task.Task;
import drover.task.TaskRequest;
import drover.triage.Triage.Issue;
import drover.turn.TurnFacts;
import drover.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Reads what a triage found, hands each issue in as a task of its own, and sums up. */
public final class Issues {
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_TEXT = 20_000;

  private final Settings settings;
  private final Ledger ledger;
  private final Journal journal;
  private final Artifacts artifacts;

  public Issues(Settings settings, Ledger ledger, Journal journal, Artifacts artifacts) {
    this.settings = settings;
    this.ledger = ledger;
    this.journal = journal;
    this.artifacts = artifacts;
  }

  /**
   * Work of the step {@code triage}.
   *
   * @throws RunEnded when the agent gave no list
   */
  public Triage read(@Variable("run") RunExecution run) {
    JsonNode found =
        ledger.read().turns().all(run.id()).stream()
            .flatMap(record -> record.report().stream())
            .map(json -> Json.read(json, TurnFacts.class))
            .filter(TurnFacts::succeeded)
            .flatMap(facts -> facts.structured().stream())
            .reduce((first, last) -> last)
            .map(json -> Json.tree(json).path("issues"))
            .filter(JsonNode::isArray)
            .orElseThrow(
                () ->
                    RunEnded.failed(
                        "failed", "no-triage: the agent ended well but gave no list of issues"));
    List<Issue> issues =
        StreamSupport.stream(found.spliterator(), false).map(Issues::issue).toList();
    int most = Math.min(most(run), issues.size());
    return new Triage(issues.subList(0, most), issues.size() - most);
  }

  /** The request for the issue of that number, from 1; asked for again it is the same. */
  public TaskRequest request(RunExecution run, Workspace workspace, Triage triage, int number) {
    Task task = run.task();
    RunRecord record = ledger.read().runs().find(run.id()).orElseThrow();
    return new TaskRequest(
        "solve-chatbot-issue",
        Optional.of(inWords(triage.issues().get(number - 1))),
        Map.of(),
        Optional.of(workspace.repository()),
        Optional.of(workspace.base()),
        task.executor(),
        task.mode(),
        task.confinement(),
        task.retention(),
        task.trigger(),
        record.source(), // whoever executes the one executes the other
        run.id() + "#" + number,
        task.requestedBy(),
        task.priority(),
        Optional.empty(),
        Optional.empty());
  }

  /** The issue has become a run. */
  public HandedIn handedIn(Triage triage, int number, @Body Accepted accepted) {
    String title = triage.issues().get(number - 1).title();
    return new HandedIn(number, title, Optional.of(accepted.run()), Optional.empty());
  }

  /** The task was refused; the others are handed in all the same. */
  public HandedIn refused(Triage triage, int number, Exception failure) {
    String title = triage.issues().get(number - 1).title();
    String why = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
    return new HandedIn(number, title, Optional.empty(), Optional.of(why));
  }

  /**
   * Work of the step {@code summary}.
   *
   * @throws RunEnded when there was something to do and nothing of it could be handed in
   */
  public Reported sumUp(@Variable("run") RunExecution run, @Variable("triage") Triage triage) {
    List<HandedIn> all =
        ledger.read().steps().active(run.id()).stream()
            .filter(step -> step.name().equals("hand-in"))
            .flatMap(step -> step.result().stream())
            .map(json -> Json.convert(Json.tree(json).path("result"), HandedIn.class))
            .toList();
    String text = summary(triage, all);
    Path file = artifacts.write(run, "summary.md", text + "\n");
    all.forEach(one -> journal.tell(run.claim(), EventType.NOTICE, "issue " + one.summary()));
    if (!all.isEmpty() && all.stream().allMatch(one -> one.run().isEmpty())) {
      throw RunEnded.failed("failed", "nothing-handed-in: " + all.getFirst().summary());
    }
    return new Reported(file.toString(), text.substring(0, Math.min(LONGEST_TEXT, text.length())));
  }

  private static String summary(Triage triage, List<HandedIn> all) {
    if (all.isEmpty()) {
      return "Nothing to do.";
    }
    List<String> parts = new ArrayList<>();
    parts.add(
        "%d %s handed in%s."
            .formatted(
                all.size(),
                all.size() == 1 ? "issue" : "issues",
                triage.left() == 0
                    ? ""
                    : ", %d left for the next triage".formatted(triage.left())));
    parts.add(all.stream().map(HandedIn::summary).collect(Collectors.joining("\n")));
    for (int i = 0; i < triage.issues().size(); i++) {
      parts.add("## %d. %s".formatted(i + 1, inWords(triage.issues().get(i))));
    }
    return String.join("\n\n", parts);
  }

  private int most(RunExecution run) {
    return settings
        .job(run.task().job())
        .flatMap(JobSettings::triage)
        .map(TriageSettings::maxIssues)
        .orElse(Integer.MAX_VALUE);
  }

  private static String inWords(Issue issue) {
    return "%s\n\nEvidence:\n%s\n\nPlan (confidence %.2f):\n%s"
        .formatted(issue.title(), issue.evidence(), issue.confidence(), issue.plan());
  }

  private static Issue issue(JsonNode found) {
    return new Issue(
        shortened(found.path("title").asText().replaceAll("\\s+", " ").strip(), LONGEST_TITLE),
        shortened(found.path("evidence").asText().strip(), LONGEST_TEXT),
        shortened(found.path("plan").asText().strip(), LONGEST_TEXT),
        Math.clamp(found.path("confidence").asDouble(0), 0, 1));
  }

  private static String shortened(String text, int most) {
    return text.substring(0, Math.min(most, text.length()));
  }
}
