package drover.crash;

import drover.ledger.RunState;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.TaskRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is asked for, how its agent behaves, and how the run has to end however often it was
 * broken off. Another one is an entry in {@link Scenarios}.
 *
 * @param behaviour word of {@code DROVER_REHEARSAL_MISBEHAVE}; empty: the agent behaves
 * @param state how the run ends
 * @param outcome and as what
 * @param commits subjects that the delivered branch adds to its base, oldest first; {@code %s}
 *     stands for the topic
 * @param company whether other runs may be in the same factory
 * @param ends how an ended run is treated
 */
public record Scenario(
    String name,
    String job,
    String behaviour,
    RunState state,
    String outcome,
    List<String> commits,
    Company company,
    Ends ends) {

  /** Whether a run can be in a factory with others. */
  public enum Company {
    ANY,
    /** Its agent never ends by itself: the first life must be broken off in its first turn. */
    ALONE,
    /** It delivers to a GitHub of its own, in a real run: rehearsals publish nothing. */
    ON_GITHUB,
    /** Its pods are those of a cluster of its own. */
    IN_CLUSTER
  }

  /** What is done when a run has ended in another way than it has to. */
  public enum Ends {
    FOR_GOOD,
    /** Somebody tries it again. */
    RETRIED,
    /** Somebody approves what it is blocked for. */
    APPROVED,
    /** Somebody tells its agent what else to do, once it is delivered. */
    TOLD
  }

  public Scenario {
    commits = List.copyOf(commits);
  }

  boolean isOnGithub() {
    return company == Company.ON_GITHUB;
  }

  boolean isInCluster() {
    return company == Company.IN_CLUSTER;
  }

  boolean isDelivered() {
    return state == RunState.SUCCEEDED;
  }

  /** The topic tells the agent how to behave: all agents of a factory share one environment. */
  String topic(int run) {
    return "Topic " + run + (behaviour.isEmpty() ? "" : " [" + behaviour + "]");
  }

  List<String> commitsOf(int run) {
    String slug =
        topic(run).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
    return commits.stream().map(subject -> subject.formatted(slug)).toList();
  }

  /** Some of each kind: a sandbox costs more than the rest of a short life. */
  private static Confinement confinementOf(int run) {
    return run % 4 == 3 ? Confinement.SANDBOX : Confinement.NONE;
  }

  private Confinement confinement(int run) {
    return switch (company) {
      case ON_GITHUB -> Confinement.NONE;
      case IN_CLUSTER -> Confinement.SANDBOX;
      case ANY, ALONE -> confinementOf(run);
    };
  }

  TaskRequest request(int run, String repository) {
    return new TaskRequest(
        job,
        Optional.of(topic(run)),
        job.equals("agent") ? Map.of("agent", "researcher") : Map.of(),
        Optional.of(repository),
        Optional.empty(),
        isInCluster() ? "kubernetes" : "local",
        isOnGithub() ? Mode.REAL : Mode.REHEARSAL,
        confinement(run),
        Retention.REMOVE,
        "cli",
        StoryRun.SOURCE,
        StoryRun.keyOf(run),
        Operator.NAME,
        0,
        Optional.empty(),
        Optional.empty());
  }
}
