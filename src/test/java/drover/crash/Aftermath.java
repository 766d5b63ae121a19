package drover.crash;

import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What is left when a story is over.
 *
 * @param lives how many lives its factory had
 * @param temporary directory for temporary files of its factories
 */
record Aftermath(
    Story story,
    Grounds grounds,
    int lives,
    Path temporary,
    Optional<Outside> outside,
    Ledger ledger)
    implements AutoCloseable {

  Aftermath(Story story, Grounds grounds, int lives, Path temporary, Optional<Outside> outside) {
    this(story, grounds, lives, temporary, outside, Ledger.open(grounds.data()));
  }

  Optional<GithubSide> github() {
    return outside.filter(GithubSide.class::isInstance).map(GithubSide.class::cast);
  }

  Optional<ClusterSide> cluster() {
    return outside.filter(ClusterSide.class::isInstance).map(ClusterSide.class::cast);
  }

  Optional<RunRecord> recordOf(StoryRun run) {
    return ledger.read().runs().find(run.id());
  }

  OperatorsRepository repository() {
    return new OperatorsRepository(
        grounds.github().map(GithubPlace::bare).orElseGet(grounds::repository));
  }

  /** Asks the same of every run; answers are prefixed with it. */
  List<String> ofEachRun(BiFunction<StoryRun, RunRecord, List<String>> question) {
    return story.runs().stream()
        .filter(run -> recordOf(run).isPresent())
        .flatMap(
            run ->
                question.apply(run, recordOf(run).orElseThrow()).stream()
                    .map(what -> "run %d (%s): %s".formatted(run.number(), run.id(), what)))
        .toList();
  }

  @Override
  public void close() {
    ledger.close();
  }
}
