package drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import drover.run.RunModel.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** Whatever instances, people and accidents do to a run: the ledger says what the model says. */
class RunStateMachineTest {
  private static Path directory;
  private static Floor floor;
  private static int tries;

  @BeforeContainer
  static void open() throws IOException {
    directory = Files.createTempDirectory("run-state-machine");
    floor = new Floor(directory);
  }

  @AfterContainer
  static void close() throws IOException {
    floor.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Property(tries = 200)
  void the_ledger_agrees_with_the_model_after_every_action(
      @ForAll("actions") List<RunAction> actions) {
    RunModel model = new RunModel();
    try (RunWorld world = new RunWorld(floor, "run " + ++tries)) {
      for (int n = 0; n < RunAction.INSTANCES; n++) {
        world.newInstance(n);
        model.newInstance();
      }
      Snapshot before = world.look();
      for (RunAction action : actions) {
        Optional<Verdict[]> verdicts = action.perform(model, world);
        verdicts.ifPresent(both -> assertThat(both[1]).as(action.toString()).isEqualTo(both[0]));
        String verdict = verdicts.map(both -> both[1].name()).orElse("-");
        Statistics.label("what came of actions").collect(action.kind() + " " + verdict);
        Statistics.label("state").collect(model.state);
        Snapshot now = world.look();
        now.assertEquals(model, world.instances);
        now.assertSound();
        now.assertFollows(before, action.kind() == RunAction.Kind.RETRY);
        before = now;
      }
    }
    Statistics.label("what came of actions")
        .coverage(
            coverage -> {
              for (String seen : List.of("FENCED", "REFUSED")) {
                coverage
                    .checkQuery(values -> values.getFirst().toString().endsWith(seen))
                    .percentage(percentage -> percentage > 1);
              }
            });
  }

  /** Mostly work that goes on, so that runs get far enough for the accidents to matter. */
  @Provide
  Arbitrary<List<RunAction>> actions() {
    Arbitrary<RunAction.Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(14, RunAction.Kind.CLAIM),
            Tuple.of(40, RunAction.Kind.DO_STEP),
            Tuple.of(10, RunAction.Kind.BEGIN_STEP),
            Tuple.of(5, RunAction.Kind.FINISH_STEP),
            Tuple.of(1, RunAction.Kind.SUCCEED),
            Tuple.of(1, RunAction.Kind.FAIL),
            Tuple.of(2, RunAction.Kind.BLOCK_BY_REVIEW),
            Tuple.of(1, RunAction.Kind.BREAK_DOWN),
            Tuple.of(2, RunAction.Kind.PARK),
            Tuple.of(2, RunAction.Kind.OBEY_CANCEL),
            Tuple.of(4, RunAction.Kind.CANCEL),
            Tuple.of(10, RunAction.Kind.RETRY),
            Tuple.of(4, RunAction.Kind.CRASH),
            Tuple.of(1, RunAction.Kind.FALL_SILENT),
            Tuple.of(1, RunAction.Kind.BEAT));
    Arbitrary<Integer> which =
        Arbitraries.frequency(Tuple.of(12, 0), Tuple.of(2, 1), Tuple.of(1, 2));
    Arbitrary<String> from =
        Arbitraries.frequency(
            Tuple.of(5, ""),
            Tuple.of(1, "turn"),
            Tuple.of(1, "verify:2"),
            Tuple.of(1, "review"),
            Tuple.of(1, "nothing"));
    return Combinators.combine(kinds, which, from)
        .as(RunAction::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
