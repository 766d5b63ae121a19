package drover.watch;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.JobSettings;
import drover.config.Settings;
import drover.config.WatchSettings;
import drover.deliver.Delivered;
import drover.effect.Intent;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.ci.CheckRerun;
import drover.github.ci.CheckSeen;
import drover.github.ci.CheckState;
import drover.github.ci.CiEvidence;
import drover.github.effect.GithubTargets;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.machine.Clock;
import drover.run.RunExecution;
import drover.turn.Purpose;
import drover.watch.CiLook.State;
import drover.watch.Watched.End;
import drover.watch.Watched.Next;
import drover.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/** What a look at CI means for the run: done, mended by another turn, or left to a person. */
public final class Watching {
  private static final int MOST_FAILURES = 8;

  private final Settings allSettings;
  private final WatchSettings settings;
  private final GithubHost host;
  private final GithubTargets targets;
  private final CiEvidence evidence;
  private final Ledger ledger;
  private final Clock clock;

  public Watching(
      Settings settings,
      GithubHost host,
      GithubTargets targets,
      CiEvidence evidence,
      Ledger ledger,
      Clock clock) {
    this.allSettings = settings;
    this.settings = settings.watch();
    this.host = host;
    this.targets = targets;
    this.evidence = evidence;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Whether the job asks for it. */
  public boolean isWanted(@Variable("run") RunExecution run) {
    return allSettings.job(run.task().job()).map(JobSettings::isWatched).orElse(false);
  }

  /** Whether there is a GitHub that could say something: a rehearsal has pushed nothing. */
  public boolean isWatched(
      @Variable("run") RunExecution run, @Variable("workspace") Workspace workspace) {
    return !run.task().isRehearsal() && targets.takes(workspace);
  }

  /** Nothing was pushed to where CI could see it. */
  public Watched nobody(@Variable("deliver") Delivered delivered) {
    return new Watched(
        End.NONE,
        delivered.commit(),
        clock.now(),
        Optional.empty(),
        0,
        List.of(),
        List.of(),
        "no CI to watch: the branch was not pushed to GitHub",
        Next.FINISH);
  }

  /** Result of the step {@code watch}. */
  public Watched conclude(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("deliver") Delivered delivered,
      @Variable("ciLook") CiLook look) {
    GithubRepository repository = host.repository(workspace.repository()).orElseThrow();
    Instant now = clock.now();
    List<Failure> failures =
        look.red().stream()
            .limit(MOST_FAILURES)
            .map(red -> failure(repository, look, red))
            .toList();
    End end = end(look);
    Optional<Instant> redSince =
        redBefore(run).or(() -> Optional.of(now).filter(any -> end == End.RED));
    int attempts = attempts(run);
    Next next = next(end, failures, attempts, redSince.orElse(now), now);
    List<String> flaky = flaky(repository, delivered.commit(), look);
    return new Watched(
        end,
        delivered.commit(),
        now,
        redSince,
        attempts,
        failures,
        flaky,
        sentence(end, look, delivered.commit(), failures, flaky, attempts),
        next);
  }

  private static End end(CiLook look) {
    if (look.state() == State.OVERDUE) {
      return End.OVERDUE;
    }
    if (look.all().isEmpty()) {
      return End.NONE;
    }
    return look.red().isEmpty() ? End.GREEN : End.RED;
  }

  /** Both limits are strict: the attempt that would reach one is not made. */
  private Next next(End end, List<Failure> failures, int attempts, Instant redSince, Instant now) {
    return switch (end) {
      case GREEN, NONE -> Next.FINISH;
      case OVERDUE -> Next.FREEZE;
      case RED -> {
        boolean isOurs = failures.stream().anyMatch(Failure::isOurs);
        boolean isInTime =
            Duration.between(redSince, now).compareTo(settings.fixForwardMaxTime()) < 0;
        boolean mayTry = attempts < settings.fixForwardMaxAttempts() && isInTime;
        yield isOurs && mayTry ? Next.FIX_FORWARD : Next.FREEZE;
      }
    };
  }

  private Failure failure(GithubRepository repository, CiLook look, CheckSeen red) {
    return new Failure(
        red.name(), red.said(), evidence.of(repository, red), red.url(), look.blame(red));
  }

  /** Turns of all attempts of the run: another attempt gets no more of them. */
  private int attempts(RunExecution run) {
    return (int)
        results(run, "turn")
            .filter(turn -> turn.path("purpose").asText().equals(Purpose.FIX_FORWARD.word()))
            .count();
  }

  private Optional<Instant> redBefore(RunExecution run) {
    return results(run, "watch")
        .map(watched -> Json.convert(watched, Watched.class))
        .flatMap(watched -> watched.redSince().stream())
        .min(Instant::compareTo);
  }

  private Stream<JsonNode> results(RunExecution run, String step) {
    return ledger.read().steps().all(run.id()).stream()
        .filter(record -> record.name().equals(step))
        .map(StepRecord::result)
        .flatMap(Optional::stream)
        .map(json -> Json.tree(json).path("result"));
  }

  /** What was asked to run again, and is green now on the same commit. */
  private List<String> flaky(GithubRepository repository, String commit, CiLook look) {
    return ledger
        .read()
        .effects()
        .find(CheckRerun.keyOf(repository, commit))
        .map(effect -> CheckRerun.names(new Intent(effect.kind(), effect.key(), effect.request())))
        .orElse(List.of())
        .stream()
        .filter(
            name ->
                look.all().stream()
                    .anyMatch(one -> one.name().equals(name) && one.state() == CheckState.GREEN))
        .toList();
  }

  private static String sentence(
      End end,
      CiLook look,
      String commit,
      List<Failure> failures,
      List<String> flaky,
      int attempts) {
    String said =
        switch (end) {
          case GREEN -> "CI is green at %.7s".formatted(commit);
          case NONE -> "no CI at %.7s".formatted(commit);
          case OVERDUE -> "CI at %.7s did not end in time, %s".formatted(commit, look.sentence());
          case RED ->
              "CI is red at %.7s after %d fix-forwards: %s"
                  .formatted(
                      commit,
                      attempts,
                      failures.stream().map(Failure::inWords).collect(Collectors.joining("; ")));
        };
    return flaky.isEmpty() ? said : said + " (flaky: " + String.join(", ", flaky) + ")";
  }
}
