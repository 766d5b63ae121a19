package drover.pipeline;

import static drover.claude.ScriptedStep.bash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import drover.claude.Gate;
import drover.claude.NeedsRealClaudeCli;
import drover.claude.ReceivedRequest;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.TurnRecord;
import drover.machine.ProcessIdentity;
import drover.machine.Running;
import drover.run.Act;
import drover.view.RunDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A factory is killed in the middle of a turn of the real CLI, and another one goes on. */
@NeedsRealClaudeCli
class FactoryCrashTest {

  private static RealCliBench bench;
  private static ProcessHandle orphan;
  private static RunDocument run;
  private static List<TurnRecord> turns;

  /** The first factory dies after two answers, while the agent waits for the third. */
  @BeforeAll
  static void crashAndGoOn(@TempDir Path folder) throws Exception {
    bench = RealCliBench.in(folder);
    Gate middle = new Gate();
    script(middle);
    FactoryProcess first =
        FactoryProcess.drover(
            folder,
            bench.factory().environment(),
            "run",
            "publisher",
            "Write about crashes",
            "--no-sandbox",
            "--keep",
            "--repo",
            bench.blog().directory().toString());
    middle.awaitReached();
    assertThat(first.isAlive()).as(first.printed()).isTrue();
    orphan = agentOf(runningTurn());
    first.kill();
    assertThat(Running.isRunning(orphan)).as("the agent outlives its factory").isTrue();

    String id = onlyRun().id();
    bench.factory().factory().retry(id, Optional.empty(), Act.of("somebody"));
    bench.factory().factory().execute(id);

    run = bench.factory().documentOf(id);
    turns = bench.factory().factory().ledger().read().turns().all(id);
    middle.open();
  }

  @AfterAll
  static void nothingUnexpectedWasAsked() {
    bench.close();
  }

  @Test
  void theRunIsDoneInTheEnd() {
    assertThat(run.summary().reason().orElse("")).startsWith("delivered: ");
    assertThat(run.summary().state()).isEqualTo("succeeded");
    assertThat(run.summary().attempt()).isEqualTo(1);
  }

  @Test
  void theAgentOfTheDeadFactoryIsGone() {
    assertThat(Running.isRunning(orphan)).isFalse();
  }

  @Test
  void theTurnGoesOnAsTheNextInvocationOfTheSameSession() {
    assertThat(turns)
        .extracting(TurnRecord::turn, TurnRecord::invocation, turn -> turn.outcome().orElse(""))
        .containsExactly(tuple(1, 1, "lost"), tuple(1, 2, "succeeded"), tuple(2, 1, "succeeded"));
    assertThat(turns.get(1).session()).isEqualTo(turns.get(0).session());
    ReceivedRequest resumed = bench.api().messageRequests().get(3);
    assertThat(resumed.session()).isEqualTo(turns.get(0).session());
    assertThat(resumed.body().path("messages").toString())
        .as("the conversation before the crash")
        .contains("A first draft", "Add a post");
  }

  @Test
  void theLostInvocationIsPaidForWhatItsOutputShows() {
    double lost = 200_000 * 2 / 1e6 + 2_000 * 10 / 1e6;
    double resumed = 50_000 * 2 / 1e6;
    double review = 10_000 * 4 / 1e6;
    assertThat(run.turns().get(0).costUsd()).isCloseTo(lost, within(1e-6));
    assertThat(run.turns().get(1).costUsd()).isCloseTo(resumed, within(1e-6));
    assertThat(run.summary().costUsd()).isCloseTo(lost + resumed + review, within(1e-6));
  }

  @Test
  void finishedStepsAreNotRepeatedAndNothingIsCommittedTwice() {
    assertThat(run.steps())
        .extracting(RunDocument.Step::name)
        .containsExactly("workspace", "turn", "verify", "review", "deliver");
    assertThat(bench.factory().eventsOf(run.summary().id()))
        .filteredOn(event -> event.json().contains("\"text\":\"workspace\""))
        .hasSize(1);
    assertThat(bench.blog().git("log", "--format=%s", "main.." + run.summary().branch().get()))
        .isEqualTo("Add a post");
  }

  private static void script(Gate middle) {
    PublisherScript says = bench.says();
    says.whenImplementing()
        .then(
            bash("cat > posts/x.md <<'POST'\n" + PublisherScript.post("A first draft") + "POST\n")
                .using(100_000, 1_000),
            says.commit("Add a post").using(100_000, 1_000),
            says.report().behind(middle))
        .thenNextTime(says.report().using(50_000, 0));
    says.whenReviewing().then(says.review(5).using(10_000, 0));
  }

  private static ProcessHandle agentOf(TurnRecord turn) {
    return Json.read(turn.handle().orElseThrow(), ProcessIdentity.class).find().orElseThrow();
  }

  private static TurnRecord runningTurn() throws IOException {
    try (Ledger ledger = Ledger.open(bench.factory().data())) {
      return ledger.read().turns().all(onlyRun(ledger).id()).getFirst();
    }
  }

  private static RunRecord onlyRun() {
    return onlyRun(bench.factory().factory().ledger());
  }

  private static RunRecord onlyRun(Ledger ledger) {
    return ledger.read().runs().list(Optional.of(RunState.RUNNING), Optional.empty(), 2).getFirst();
  }
}
