package drover.notify;

import drover.json.Json;
import drover.ledger.ApprovalRecord;
import drover.ledger.EventType;
import drover.ledger.NoticeRecord;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.notify.News.Fact;
import drover.redact.Redactor;
import drover.run.Announcer;
import drover.run.WaitingFor;
import drover.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes down what people are to be told, in the transaction that records what happened: a crash
 * neither loses it nor tells it twice.
 */
public final class Newsroom implements Announcer {
  /** Reading is no news. */
  private static final Set<String> QUIET_TOOLS = Set.of("Read", "Glob", "Grep", "ToolSearch");

  private static final Duration BETWEEN_TOOLS = Duration.ofMillis(1200);

  private final Clock clock;
  private final Redactor redactor;
  private final Duration heartbeat;
  private final Set<String> wanted;
  private final RehearsalRule rehearsals;
  private final Map<String, Instant> lastTool = new ConcurrentHashMap<>();

  private enum RehearsalRule {
    TOLD,
    LEFT_OUT
  }

  /**
   * @param heartbeat a wait for a service is told where it lasts at least that long
   */
  public Newsroom(Channels channels, Duration heartbeat, Clock clock, Redactor redactor) {
    this.clock = clock;
    this.redactor = redactor;
    this.heartbeat = heartbeat;
    this.wanted = channels.events();
    this.rehearsals = channels.tellRehearsals() ? RehearsalRule.TOLD : RehearsalRule.LEFT_OUT;
  }

  @Override
  public void heard(
      Tables tables, String run, EventType type, Supplier<String> text, Map<String, ?> details) {
    if (wanted.isEmpty()) {
      return;
    }
    occasion(run, type, text, details)
        .filter(event -> wanted.contains(event.word()))
        .ifPresent(
            event -> {
              RunRecord record = tables.runs().find(run).orElseThrow();
              long seq = tables.events().newest(run);
              write(
                  tables, id(record, event, seq), seq, news(tables, record, event, text, details));
            });
  }

  /**
   * A run goes on.
   *
   * @param count which heartbeat of its attempt it is
   */
  void heartbeat(Tables tables, RunRecord run, long count, String activity) {
    Map<Fact, String> facts = facts(tables, run, Map.of());
    facts.put(Fact.ACTIVITY, activity);
    facts.put(
        Fact.WORKED_MINUTES,
        Long.toString(tables.runTimes().worked(run.id(), clock.now()).toMinutes()));
    String id = "%s/%d/heartbeat/%d".formatted(run.id(), run.attempt(), count);
    write(
        tables,
        id,
        tables.events().newest(run.id()),
        news(run, NewsEvent.HEARTBEAT, "at work", facts));
  }

  /** Something that is not about one run; nothing where nobody wants to hear of it. */
  void announce(Tables tables, String id, News news) {
    if (wanted.contains(news.event().word())) {
      write(tables, id, 0, news);
    }
  }

  private void write(Tables tables, String id, long seq, News news) {
    if (news.rehearsal() && rehearsals == RehearsalRule.LEFT_OUT) {
      return;
    }
    tables
        .notices()
        .add(
            new NoticeRecord(
                id,
                news.run(),
                seq,
                news.event().word(),
                redactor.redact(Json.write(news)),
                news.at()));
  }

  /** A run that goes on after a wait has not started again. */
  private static String id(RunRecord run, NewsEvent event, long seq) {
    return event == NewsEvent.STARTED
        ? "%s/%d/started".formatted(run.id(), run.attempt())
        : "%s/%d".formatted(run.id(), seq);
  }

  private Optional<NewsEvent> occasion(
      String run, EventType type, Supplier<String> text, Map<String, ?> details) {
    return switch (type) {
      case STATE ->
          details.get("state") instanceof RunState state
              ? ofState(run, state, details)
              : Optional.empty();
      case REVIEW -> Optional.of(NewsEvent.REVIEW);
      case NOTICE ->
          details.containsKey("silentSeconds") ? Optional.of(NewsEvent.STUCK) : Optional.empty();
      case TOOL -> Optional.of(NewsEvent.TOOL).filter(event -> isTold(run, details));
      default -> Optional.empty();
    };
  }

  private Optional<NewsEvent> ofState(String run, RunState state, Map<String, ?> details) {
    if (state.isEnded()) {
      lastTool.remove(run);
    }
    return switch (state) {
      case QUEUED -> Optional.empty();
      case RUNNING -> Optional.of(NewsEvent.STARTED);
      case WAITING -> ofWait(details);
      case SUCCEEDED -> Optional.of(NewsEvent.COMPLETED);
      case FAILED -> Optional.of(NewsEvent.FAILED);
      case CANCELLED -> Optional.of(NewsEvent.CANCELLED);
      case BLOCKED -> Optional.of(NewsEvent.BLOCKED);
      case FROZEN -> Optional.of(NewsEvent.FROZEN);
    };
  }

  /** Short waits for a service are no news; whoever interrupted a run knows that it waits. */
  private Optional<NewsEvent> ofWait(Map<String, ?> details) {
    if (details.get("waitingFor") == WaitingFor.ANSWER) {
      return Optional.of(NewsEvent.QUESTION);
    }
    boolean isResumed = details.get("waitingFor") == WaitingFor.RESUME;
    boolean isLong =
        details.get("waitingUntil") instanceof Instant until
            && Duration.between(clock.now(), until).compareTo(heartbeat) >= 0;
    boolean isShort = isResumed || details.get("waitingFor") == WaitingFor.CI;
    return isShort && !isLong ? Optional.empty() : Optional.of(NewsEvent.WAITING);
  }

  private boolean isTold(String run, Map<String, ?> details) {
    if (!wanted.contains(NewsEvent.TOOL.word())
        || QUIET_TOOLS.contains(String.valueOf(details.get("tool")))) {
      return false;
    }
    Instant now = clock.now();
    Instant last = lastTool.getOrDefault(run, Instant.MIN);
    if (last.isAfter(now.minus(BETWEEN_TOOLS))) {
      return false;
    }
    lastTool.put(run, now);
    return true;
  }

  private News news(
      Tables tables,
      RunRecord run,
      NewsEvent event,
      Supplier<String> text,
      Map<String, ?> details) {
    Map<Fact, String> facts = facts(tables, run, details);
    if (event == NewsEvent.BLOCKED) {
      gate(tables, run).ifPresent(gate -> facts.put(Fact.GATE, gate.gate()));
      gate(tables, run)
          .filter(gate -> gate.never().isEmpty())
          .ifPresent(gate -> facts.put(Fact.MAY_BE_APPROVED, "yes"));
    }
    return news(run, event, text.get(), facts);
  }

  private News news(RunRecord run, NewsEvent event, String text, Map<Fact, String> facts) {
    Task task = Json.read(run.taskJson(), Task.class);
    facts.put(Fact.PROMPT, task.prompt());
    run.repo().or(task::repository).ifPresent(repo -> facts.put(Fact.REPOSITORY, repo));
    String subject =
        Stream.of("ticket", "domain", "pull-request")
            .map(name -> task.params().getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    return new News(
        event,
        run.id(),
        run.job(),
        subject,
        task.agent(),
        task.isRehearsal(),
        clock.now(),
        text,
        facts);
  }

  private static Optional<ApprovalRecord> gate(Tables tables, RunRecord run) {
    return tables.approvals().ofRun(run.id()).stream()
        .filter(gate -> gate.attempt() == run.attempt())
        .findFirst();
  }

  private static Map<Fact, String> facts(Tables tables, RunRecord run, Map<String, ?> details) {
    Map<Fact, String> facts = new EnumMap<>(Fact.class);
    run.branch().ifPresent(branch -> facts.put(Fact.BRANCH, branch));
    run.pullRequest().ifPresent(url -> facts.put(Fact.PULL_REQUEST, url));
    run.stage().ifPresent(stage -> facts.put(Fact.STAGE, stage));
    facts.put(Fact.COST, String.format(Locale.ROOT, "%.2f", tables.spend().ofRun(run.id())));
    put(facts, Fact.UNTIL, details.get("waitingUntil"));
    put(facts, Fact.ROUND, details.get("round"));
    put(facts, Fact.TOOL, details.get("tool"));
    if (details.get("waitingFor") instanceof WaitingFor what) {
      facts.put(Fact.WAITING_FOR, what.word());
    }
    if (Boolean.TRUE.equals(details.get("passed"))) {
      facts.put(Fact.PASSED, "yes");
    }
    if (details.get("scores") instanceof Map<?, ?> scores) {
      facts.put(
          Fact.SCORES,
          scores.entrySet().stream()
              .map(score -> score.getKey() + " " + score.getValue())
              .collect(Collectors.joining(", ")));
    }
    return facts;
  }

  private static void put(
      Map<Fact, String> facts, Fact fact, @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      facts.put(fact, value.toString());
    }
  }
}
