package drover.cluster.agenttask;

import drover.cluster.agenttask.Deed.Begin;
import drover.cluster.agenttask.Deed.Cancel;
import drover.cluster.agenttask.Deed.Make;
import drover.cluster.agenttask.Deed.Tell;
import drover.intake.Positioned;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Act;
import drover.run.Cancellation;
import drover.run.Causes;
import drover.task.TaskRequest;
import drover.webhook.TaskForm;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the AgentTasks of the cluster against the ledger: what is to be done for both to agree. */
public final class AgentTasks {
  private static final Logger LOG = LoggerFactory.getLogger(AgentTasks.class);

  /** The same trouble is not told more often. */
  private static final Duration SILENCE = Duration.ofMinutes(10);

  private final Cancellation cancellation;
  private final Fleet fleet;
  private final Ledger ledger;
  private final Clock clock;
  private final TaskForm form;
  private final Redactor redactor;
  private final RunStatus statuses;
  private final Judgement judgement;
  private final Unshown unshown;
  private final Map<String, Instant> complaints = new ConcurrentHashMap<>();

  public AgentTasks(
      Fleet fleet,
      Ledger ledger,
      Clock clock,
      TaskForm form,
      Cancellation cancellation,
      Redactor redactor) {
    this.cancellation = cancellation;
    this.fleet = fleet;
    this.ledger = ledger;
    this.clock = clock;
    this.form = form;
    this.redactor = redactor;
    this.statuses = new RunStatus(ledger);
    this.judgement = new Judgement(run -> ledger.read().runs().find(run), statuses);
    this.unshown = new Unshown(ledger, clock.now());
  }

  /** In an order in which nothing is made twice: what is there is judged before what is missing. */
  public List<Deed> toDo() {
    if (!fleet.isKnown()) {
      return List.of();
    }
    Instant now = clock.now();
    List<RunRecord> open = ledger.read().fleet().open();
    Map<String, RunRecord> openById =
        open.stream().collect(Collectors.toMap(RunRecord::id, run -> run));
    List<Deed> deeds = new ArrayList<>(cancellations(openById));
    Collection<AgentTask> all = fleet.all();
    all.stream()
        .filter(task -> !isSettled(task, openById.keySet()))
        .flatMap(task -> judgement.on(task, now).stream())
        .forEach(deeds::add);
    List<AgentTask> thereOrGone = Stream.concat(all.stream(), fleet.gone().stream()).toList();
    Unshown.Found found = unshown.among(open, thereOrGone, now);
    found.toShow().stream().map(Make::new).forEach(deeds::add);
    found.deleted().stream()
        .filter(AgentTasks::isGoingOn)
        .map(run -> new Cancel(RunNames.of(run), "", run.id()))
        .forEach(deeds::add);
    return deeds;
  }

  /** Whether nothing can come of it: most of a fleet has ended long ago, and is not looked up. */
  private static boolean isSettled(AgentTask task, Set<String> open) {
    boolean hasEnded = task.status().known().filter(Phase::isEnd).isPresent();
    boolean isTold = task.status().tellsAnEnd() || task.isRefused();
    boolean isIdle = task.latestRun().filter(open::contains).isEmpty();
    return hasEnded && isTold && isIdle && task.schedule().isEmpty();
  }

  /** Runs whose AgentTask was there, or asked for them, and is not there any more. */
  private List<Deed> cancellations(Map<String, RunRecord> open) {
    List<Deed> deeds = new ArrayList<>();
    Set<String> known = fleet.all().stream().map(AgentTask::uid).collect(Collectors.toSet());
    for (AgentTask task : fleet.gone()) {
      Optional<RunRecord> run = task.latestRun().map(open::get);
      run.filter(AgentTasks::isGoingOn)
          .ifPresentOrElse(
              going -> deeds.add(new Cancel(task.name(), task.uid(), going.id())),
              () -> fleet.forget(task.uid()));
    }
    Set<String> told = deeds.stream().map(Deed::subject).collect(Collectors.toSet());
    open.values().stream()
        .filter(AgentTasks::isGoingOn)
        .flatMap(
            run ->
                RunNames.askedBy(run).stream()
                    .filter(key -> !known.contains(key.uid()))
                    .map(key -> new Cancel(key.name(), key.uid(), run.id())))
        .filter(deed -> !told.contains(deed.subject()))
        .forEach(deeds::add);
    return deeds;
  }

  private static boolean isGoingOn(RunRecord run) {
    return run.cancelRequestedAt().isEmpty();
  }

  /** What an AgentTask asks the factory to do. */
  public TaskRequest request(@Body Begin deed) {
    String asks = "AgentTask " + deed.task().name();
    TaskRequest request =
        form.read(deed.task().asked(), TaskKey.SOURCE, deed.key().toString(), asks);
    Map<String, String> params = new TreeMap<>(request.params());
    params.putAll(deed.task().limits());
    return request.saying(request.prompt(), params);
  }

  /** It is durable. */
  public Tell began(@Variable("deed") Begin deed, @Body Positioned placed) {
    RunRecord run = ledger.read().runs().find(placed.accepted().run()).orElseThrow();
    return new Tell(deed.task(), statuses.of(deed.task(), run, clock.now()));
  }

  /** It cannot become a run until somebody changes it. */
  public Tell refused(@Variable("deed") Begin deed, Exception failure) {
    String sentence = redactor.redact(said(failure));
    Status status = deed.task().status();
    Condition refused = accepted(deed.task(), Condition.FALSE, "Refused", sentence);
    return new Tell(deed.task(), status.with(Phase.FAILED, sentence, refused));
  }

  /** It cannot become a run now, and is tried again; what asks for it stays as it is. */
  public Tell postponed(@Variable("deed") Begin deed, Exception failure) {
    String sentence = redactor.redact("is tried again: " + said(failure));
    Status status = deed.task().status();
    Condition open = accepted(deed.task(), Condition.UNKNOWN, "Postponed", sentence);
    return new Tell(deed.task(), status.saying(open).telling(sentence));
  }

  private Condition accepted(AgentTask task, String status, String reason, String sentence) {
    return new Condition(
        Condition.ACCEPTED,
        status,
        reason,
        sentence,
        clock.now().truncatedTo(ChronoUnit.SECONDS),
        Optional.of(task.generation()));
  }

  /** Its AgentTask was deleted. */
  public void cancel(@Body Cancel deed) {
    String why = "its AgentTask %s was deleted".formatted(deed.name());
    cancellation.cancel(deed.run(), new Act("kubernetes", why));
  }

  /** Kubernetes or the ledger cannot be used now, for instance; each trouble is told once. */
  public void complain(@Variable("deed") Deed deed, Exception failure) {
    complain(deed.subject(), said(failure));
  }

  /** The same, where it was about none in particular. */
  public void complainOfAll(Exception failure) {
    complain("AgentTasks", said(failure));
  }

  private void complain(String subject, String trouble) {
    Instant now = clock.now();
    complaints.values().removeIf(told -> told.plus(SILENCE).isBefore(now));
    if (complaints.putIfAbsent(trouble, now) == null) {
      LOG.warn(
          "{} and Kubernetes do not agree yet, which is tried again: {}",
          subject,
          redactor.redact(trouble));
    }
  }

  private static String said(Exception failure) {
    Throwable cause = Causes.innermost(failure);
    if (cause instanceof KubernetesClientException refusal && refusal.getStatus() != null) {
      return "the API server answers %d: %s"
          .formatted(refusal.getCode(), refusal.getStatus().getMessage());
    }
    return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }
}
