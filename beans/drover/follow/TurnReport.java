package drover.follow;

import drover.follow.AgentEvent.ApiRetry;
import drover.follow.AgentEvent.AssistantMessage;
import drover.follow.AgentEvent.Malformed;
import drover.follow.AgentEvent.OtherAgentEvent;
import drover.follow.AgentEvent.PermissionDenied;
import drover.follow.AgentEvent.SessionStarted;
import drover.follow.AgentEvent.Standing;
import drover.follow.AgentEvent.StepEnd;
import drover.follow.AgentEvent.ToolResult;
import drover.follow.AgentEvent.ToolResults;
import drover.follow.AgentEvent.ToolUse;
import drover.follow.AgentEvent.TurnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one turn did so far: the fold of its events. For one thread at a time. */
public final class TurnReport {

  private static final int MOST_ERRORS_KEPT = 50;

  /** The model name the CLI gives to messages it wrote itself. */
  private static final String NO_MODEL = "<synthetic>";

  private final SpendMeter spend;
  private final EndEvidence evidence = new EndEvidence();
  private final Answer answer = new Answer();
  private final Pulse pulse = new Pulse();
  private final Map<String, Integer> tools = new LinkedHashMap<>();
  private final Set<String> deniedToolUseIds = new HashSet<>();
  private final Set<String> errors = new LinkedHashSet<>();
  private String sessionId = "";
  private String model;
  private String lastMessageId = "";
  private Duration duration = Duration.ZERO;
  private double carriedUsd;
  private int messages;
  private int turnsOfResults;
  private int stepsOfOthers;
  private int retries;
  private int consecutiveToolErrors;
  private long lines;
  private long malformed;
  private long bytes;

  public TurnReport(PriceTable prices) {
    this(prices, Optional.empty());
  }

  /**
   * @param told the model that an agent was told to use which does not name it itself
   */
  public TurnReport(PriceTable prices, Optional<String> told) {
    this.spend = new SpendMeter(prices, told.orElse(""));
    this.model = told.orElse("");
  }

  /**
   * Takes in the next line's event.
   *
   * @return the row of spend that this line changed
   */
  public Optional<SpendUpdate> add(AgentEvent event) {
    lines++;
    switch (event) {
      case SessionStarted started -> started(started);
      case AssistantMessage said -> said(said);
      case ToolResults returned -> returned.results().forEach(this::returned);
      case ApiRetry retry -> retries++;
      case PermissionDenied denied -> deniedToolUseIds.add(denied.toolUseId());
      case TurnResult result -> ended(result);
      case OtherAgentEvent other -> other(other);
      case Malformed broken -> malformed++;
      default -> {}
    }
    evidence.add(event);
    answer.add(event);
    pulse.add(event);
    return spend.add(event);
  }

  /** The input has been read up to here; see {@link LineSink}. */
  public void reached(long offset) {
    bytes = offset;
  }

  private void started(SessionStarted started) {
    sessionId = started.sessionId();
    nameModel(started.model());
    started.failedMcpServers().forEach(name -> error("MCP server " + name + " failed to start"));
  }

  private void said(AssistantMessage said) {
    said.toolUses().forEach(this::count);
    if (said.error().isPresent()) {
      error(said.text());
    }
    if (said.parentToolUseId().isPresent()) {
      return;
    }
    if (!said.model().equals(NO_MODEL)) {
      nameModel(said.model());
      messages += said.messageId().equals(lastMessageId) ? 0 : 1;
      lastMessageId = said.messageId();
    }
  }

  private void returned(ToolResult result) {
    if (result.verdict().denied()) {
      deniedToolUseIds.add(result.toolUseId());
    }
    consecutiveToolErrors = result.verdict() == ToolVerdict.RAN ? 0 : consecutiveToolErrors + 1;
  }

  private void ended(TurnResult result) {
    sessionId = result.sessionId().isEmpty() ? sessionId : result.sessionId();
    result.model().ifPresent(this::nameModel);
    deniedToolUseIds.addAll(result.deniedToolUseIds());
    turnsOfResults += result.numTurns();
    duration = duration.plus(result.duration());
    result.errors().forEach(this::error);
    if (result.standing() == Standing.ERROR) {
      error(result.text());
    }
  }

  private void other(OtherAgentEvent event) {
    sessionId = event.sessionId().isEmpty() ? sessionId : event.sessionId();
    nameModel(event.model());
    event.toolUse().ifPresent(this::count);
    event.toolResult().ifPresent(this::returned);
    event.error().ifPresent(this::error);
    duration = duration.plus(event.duration());
    stepsOfOthers += event.stepEnd() == StepEnd.NO_END ? 0 : 1;
  }

  private void count(ToolUse use) {
    tools.merge(use.name(), 1, Integer::sum);
  }

  private void nameModel(String name) {
    model = model.isEmpty() ? name : model;
  }

  private void error(String sentence) {
    if (!sentence.isEmpty() && errors.size() < MOST_ERRORS_KEPT) {
      errors.add(sentence);
    }
  }

  /** How the turn ended, as far as its output tells. */
  public TurnEnd end() {
    return evidence.told().orElseGet(() -> TurnEndings.cutShort(malformed));
  }

  /** What its output says of the end; empty: nothing. */
  public Optional<TurnEnd> told() {
    return evidence.told();
  }

  /** An earlier part of the output cannot be had any more, but what it cost is known. */
  public void carry(double usd) {
    carriedUsd = usd;
  }

  /**
   * How the turn ended, with the exit status of its process. What the output says about the end
   * stands, whatever the status: a CLI that was interrupted reports so and exits with 0. Without
   * such word, status 0 and deaths by signal (128 and above) are {@code lost}, for the work may
   * just be unfinished; other statuses are {@code failed}, for the agent itself gave up.
   */
  public TurnEnd end(int exitStatus) {
    return evidence.told().orElseGet(() -> TurnEndings.exited(exitStatus));
  }

  /** Calls by tool name, subagents included, in order of first use. */
  public Map<String, Integer> tools() {
    return Collections.unmodifiableMap(tools);
  }

  /** Tool calls that permissions or hooks refused. */
  public int denials() {
    return deniedToolUseIds.size();
  }

  /** Times the CLI asked the model again after a failure; it does not report all of them. */
  public int retries() {
    return retries;
  }

  /** Tool results in a row, up to the latest, that were errors or refusals. */
  public int consecutiveToolErrors() {
    return consecutiveToolErrors;
  }

  /** What the agent is doing now. */
  public Pulse pulse() {
    return pulse;
  }

  /** Answers of the model to the main agent; steps, where an agent counts in those. */
  public int modelMessages() {
    return Math.max(messages, stepsOfOthers);
  }

  /** Agent turns as its results count them, summed; before a result, model messages seen. */
  public int turns() {
    return evidence.lastResult().isPresent() ? turnsOfResults : modelMessages();
  }

  /** Time the agent reports, summed over its results; zero when it reports none. */
  public Duration duration() {
    return duration;
  }

  public Optional<String> sessionId() {
    return Optional.of(sessionId).filter(id -> !id.isEmpty());
  }

  public Optional<String> model() {
    return Optional.of(model).filter(name -> !name.isEmpty());
  }

  /** Distinct sentences about what went wrong, oldest first, at most 50. */
  public List<String> errors() {
    return new ArrayList<>(errors);
  }

  /** Text of the last answer of the main agent; empty when it said nothing. */
  public String lastAnswer() {
    return answer.text();
  }

  /** Raw JSON text. */
  public Optional<String> structuredOutput() {
    return answer.structured();
  }

  public Optional<RateLimit> rateLimit() {
    return evidence.rateLimit();
  }

  public Optional<TurnResult> lastResult() {
    return evidence.lastResult();
  }

  /** This turn's own cost in US dollars, to a billionth. */
  public double costUsd() {
    return carriedUsd + spend.usd();
  }

  /** Whether any part of the cost is an estimate that no report of the agent has corrected yet. */
  public boolean costEstimated() {
    return spend.estimated();
  }

  /** Lines read, malformed ones included; in a JSON document, its events. */
  public long lines() {
    return lines;
  }

  public long malformed() {
    return malformed;
  }

  /** Bytes of input read. */
  public long bytes() {
    return bytes;
  }
}
