package drover.cluster.agenttask;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.json.WireJson;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.TurnRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What an AgentTask says while a run is its latest: read from the ledger, and nowhere else. */
final class RunStatus {
  private static final String KUBERNETES = "kubernetes";

  private final Ledger ledger;

  RunStatus(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * @param now when what is new began to be so
   */
  Status of(AgentTask task, RunRecord run, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.SECONDS);
    return new Status(
        Optional.of(Phase.of(run.state()).word()),
        Optional.of(run.createdAt().truncatedTo(ChronoUnit.SECONDS)),
        jobName(run),
        Optional.of(run.id()),
        run.branch(),
        run.pullRequest(),
        Optional.of(ledger.read().spend().ofRun(run.id())),
        run.stage(),
        Optional.of(message(run)),
        task.status().merged(accepted(task, run, at), succeeded(run, at)));
  }

  private static Condition accepted(AgentTask task, RunRecord run, Instant at) {
    Optional<Long> seen =
        task.status().condition(Condition.ACCEPTED).flatMap(Condition::observedGeneration);
    boolean isNew = !task.status().runId().equals(Optional.of(run.id()));
    return new Condition(
        Condition.ACCEPTED,
        Condition.TRUE,
        "RunMade",
        "it is run " + run.id(),
        at,
        isNew ? Optional.of(task.generation()) : seen);
  }

  private static Condition succeeded(RunRecord run, Instant at) {
    String status =
        switch (Phase.of(run.state())) {
          case PENDING, RUNNING -> Condition.UNKNOWN;
          case SUCCEEDED -> Condition.TRUE;
          case FAILED -> Condition.FALSE;
        };
    return new Condition(
        Condition.SUCCEEDED,
        status,
        Condition.reasonOf(reason(run)),
        message(run),
        at,
        Optional.empty());
  }

  /** How it ended; where that says too little, or it has not, the state of the run. */
  private static String reason(RunRecord run) {
    boolean isPlain = run.state() == RunState.SUCCEEDED || run.state() == RunState.FAILED;
    return run.outcome().filter(outcome -> isPlain).orElse(run.state().word());
  }

  private static String message(RunRecord run) {
    return switch (run.state()) {
      case QUEUED -> "waits for its turn";
      case RUNNING -> "is being worked on";
      case WAITING ->
          "waits for "
              + run.waitingFor().orElse("its turn")
              + run.waitingUntil().map(until -> " until " + until).orElse("")
              + run.reason().map(reason -> "; " + reason).orElse("");
      case SUCCEEDED -> run.reason().or(run::outcome).orElse("succeeded");
      case FAILED, CANCELLED, BLOCKED, FROZEN -> run.reason().orElse(run.state().word());
    };
  }

  /** Of the latest turn that had one. */
  private Optional<String> jobName(RunRecord run) {
    return ledger.read().turns().all(run.id()).reversed().stream()
        .filter(turn -> turn.executor().equals(KUBERNETES))
        .flatMap(turn -> nameIn(turn).stream())
        .findFirst();
  }

  private static Optional<String> nameIn(TurnRecord turn) {
    JsonNode handle = turn.handle().map(Json::tree).orElseGet(() -> Json.tree("{}"));
    return WireJson.text(handle, "job");
  }
}
