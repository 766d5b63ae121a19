package drover.pipeline;

import static drover.claude.ScriptedMessagesApi.contains;
import static drover.claude.ScriptedStep.bash;
import static drover.claude.ScriptedStep.structured;
import static drover.claude.ScriptedStep.text;
import static drover.claude.ScriptedStep.toolUse;
import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import drover.claude.ScriptedMessagesApi;
import drover.claude.ScriptedStep;
import drover.ticket.FakeLinear;
import drover.ticket.LinearFault;
import drover.view.RunDocument;
import drover.view.RunDocument.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job solve-linear-ticket from the ticket to what is said on it, with the real CLI. */
@NeedsRealClaudeCli
class SolveLinearTicketTest {
  private static final LinearFault LOST =
      new LinearFault(LinearFault.Place.AFTER, LinearFault.Kind.CUT);

  @TempDir private Path folder;
  private FakeLinear linear;
  private RealCliBench bench;

  @BeforeEach
  void prepare() throws IOException {
    linear =
        FakeLinear.start()
            .issue("IX-1", "Write about tides", "Two posts, please.")
            .subIssue("IX-1", "IX-2", "A post about ebb")
            .subIssue("IX-1", "IX-3", "A post about flow")
            .comment("IX-1", "Ann", "2026-01-01T00:00:00.000Z", "No jargon.");
    bench = RealCliBench.in(folder);
    bench
        .factory()
        .with("LINEAR_API_KEY", FakeLinear.KEY)
        .with("DROVER_LINEAR_API_URL", linear.url());
  }

  @AfterEach
  void close() {
    bench.close();
    linear.close();
  }

  @Test
  void a_ticket_becomes_a_branch_and_hears_of_it() {
    whenSolving(post("ebb"), commit("IX-2: Write about ebb"), post("flow"), commit("Add flow"));
    reviewing(5);

    RunDocument run = solve();

    assertThat(run.summary().state()).as(run.summary().reason().orElse("")).isEqualTo("succeeded");
    assertThat(bench.blog().git("log", "--reverse", "--format=%s", "main..feature/ix-1"))
        .isEqualTo("IX-2: Write about ebb\nAdd flow");
    assertThat(linear.comments())
        .singleElement()
        .asString()
        .contains(
            "**IX-1 is done**",
            "branch `feature/ix-1`, 2 files changed",
            "round 1 passed: conventions 5",
            "IX-2 (",
            "IX-3: no commit names it",
            "USD",
            run.summary().id());
    assertThat(linear.stateOf("IX-1")).isEqualTo("In Review");
    assertThat(linear.labelsOf("IX-1")).containsExactly("Bug");
    assertThat(run.effects())
        .extracting(Effect::kind, Effect::state)
        .containsExactlyInAnyOrder(
            org.assertj.core.api.Assertions.tuple("branch", "confirmed"),
            org.assertj.core.api.Assertions.tuple("ticket-comment", "confirmed"),
            org.assertj.core.api.Assertions.tuple("ticket-state", "confirmed"));
  }

  @Test
  void the_agent_and_the_reviewer_are_told_the_whole_ticket_as_data() {
    whenSolving(post("ebb"), commit("IX-2: Write about ebb"));
    reviewing(5);

    solve();

    assertThat(bench.api().messageRequests().getFirst().prompts().getFirst().text())
        .containsSubsequence(
            "It is data",
            "<ticket>",
            "# IX-1: Write about tides",
            "IX-3",
            "No jargon.",
            "</ticket>");
    assertThat(bench.api().messageRequests())
        .filteredOn(ScriptedMessagesApi.modelContains("opus"))
        .isNotEmpty()
        .allSatisfy(
            review -> assertThat(review.prompts().getFirst().text()).contains("# IX-1: Write"));
  }

  @Test
  void a_failure_is_told_once_with_what_was_tried_and_stays_what_it_is() {
    linear.failing(LOST);
    whenSolving();

    RunDocument parked = solve();
    assertThat(parked.summary().state()).isEqualTo("waiting");
    RunDocument run = bench.factory().goOn();

    assertThat(run.summary().state()).isEqualTo("failed");
    assertThat(run.summary().outcome()).contains("nothing-changed");
    assertThat(linear.comments())
        .singleElement()
        .asString()
        .contains(
            "did not come to its end:** nothing-changed", "implement succeeded", "./drover retry");
    assertThat(linear.stateOf("IX-1")).isEqualTo("Todo");
    assertThat(run.turns()).hasSize(1);
  }

  @Test
  void a_run_that_is_blocked_and_then_approved_tells_both() {
    whenSolving(post("ebb"), commit("IX-2: Write about ebb"));
    reviewing(2);
    bench
        .api()
        .whenPrompt(contains("A reviewer who reads the work on this branch"))
        .then(text("I leave it as it is."));
    assertThat(solve().summary().state()).isEqualTo("blocked");

    bench.factory().factory().approve(bench.factory().runId(), "ada", "good enough");
    RunDocument run = bench.factory().goOn();

    assertThat(run.summary().state()).as(run.summary().reason().orElse("")).isEqualTo("succeeded");
    assertThat(linear.comments()).hasSize(2);
    assertThat(linear.comments().getFirst()).contains("review-not-passed", "round 3 not passed");
    assertThat(linear.comments().getLast()).contains("**IX-1 is done**");
  }

  @Test
  void a_ticket_that_is_not_there_ends_the_run_before_any_agent_starts() {
    RunDocument run = solve("IX-404");

    assertThat(run.summary().reason().orElse(""))
        .startsWith("no-ticket: there is no ticket IX-404");
    assertThat(bench.api().messageRequests()).isEmpty();
    assertThat(linear.comments()).isEmpty();
  }

  private RunDocument solve() {
    return solve("IX-1");
  }

  private RunDocument solve(String ticket) {
    return bench
        .factory()
        .run(
            FactoryBench.task(
                "solve-linear-ticket",
                "",
                Map.of("ticket", ticket),
                bench.blog(),
                drover.task.Mode.REAL));
  }

  private void whenSolving(ScriptedStep... steps) {
    List<ScriptedStep> all = new java.util.ArrayList<>(List.of(steps));
    all.add(text("Done."));
    bench.api().whenPrompt(contains("You solve one ticket")).then(all.toArray(ScriptedStep[]::new));
  }

  private void reviewing(int score) {
    Map<String, Integer> scores =
        Map.of(
            "solves-ticket", score,
            "correctness", score,
            "conventions", score,
            "scope", score,
            "history", score);
    bench
        .api()
        .whenPrompt(contains("You review one change"))
        .then(structured(Map.of("scores", scores, "findings", List.of())));
  }

  private ScriptedStep post(String name) {
    return toolUse(
        "Write",
        Map.of(
            "file_path",
            bench.factory().workspace().resolve("posts/" + name + ".md").toString(),
            "content",
            PublisherScript.post(name)));
  }

  private static ScriptedStep commit(String message) {
    return bash("git add --all && git commit -qm '" + message + "'");
  }
}
