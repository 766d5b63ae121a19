package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.deliver.PullRequestText;
import drover.github.effect.Draft;
import drover.github.effect.PullRequestDraft;
import drover.json.Json;
import drover.review.Review;
import drover.verify.Check;
import drover.verify.Check.State;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull request tells what was asked for, how it was judged, and what it cost. */
class PullRequestTextTest {
  private static final String TWO_HOTSPOTS =
      "drover: {pull-requests: {hotspots: [\"**/package.json\"]}}";

  private BeanBench bench;
  private Workspace workspace;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = BeanBench.in(folder);
    workspace = bench.workspaces.prepare(bench.run);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void it_says_prompt_branch_checks_and_cost() {
    String sha = bench.receive(workspace, "posts/x.md", "a post\n");
    String body = write(sha, List.of()).body();
    assertThat(body)
        .contains(
            "run `" + bench.run.id() + "`",
            "```text\n" + bench.run.task().prompt() + "\n```",
            "- `%s` from `main`".formatted(workspace.branch()),
            sha,
            "none: this job has no verify commands",
            "- 0.00 USD");
  }

  @Test
  void it_says_how_each_check_and_each_review_went() {
    String sha = bench.receive(workspace, "posts/x.md", "a post\n");
    review(new Review(1, sha, Map.of("accuracy", 2), false, List.of()));
    review(new Review(2, sha, Map.of("accuracy", 5), true, List.of()));
    Check render =
        new Check("render", State.PASSED, "", "", Optional.of("/runs/r1/artifacts/index.png"));
    assertThat(write(sha, List.of(render)).body())
        .contains(
            "- round 1 not passed: accuracy 2\n- round 2 passed: accuracy 5\n",
            "- render passed\n",
            "screenshot `index.png`")
        .doesNotContain("/runs/r1");
  }

  @Test
  void it_shows_the_files_that_many_changes_meet_in() {
    String sha = bench.receive(workspace, "web/package.json", "{}\n");
    assertThat(write(sha, List.of()).body())
        .contains("## Look here first", "- `web/package.json`\n");
  }

  @Test
  void it_is_a_draft_unless_the_job_says_ready() {
    String sha = bench.receive(workspace, "posts/x.md", "a post\n");
    assertThat(write(sha, List.of()).draft()).isEqualTo(Draft.READY);
    assertThat(
            written("drover: {jobs: {publisher: {pull-request: draft}}}", sha, List.of()).draft())
        .isEqualTo(Draft.DRAFT);
  }

  @Test
  void no_secret_stands_in_it() {
    String sha = bench.receive(workspace, "posts/x.md", "a post\n");
    Check leaky = new Check("build", State.PASSED, BeanBench.SECRET, "", Optional.empty());
    PullRequestDraft draft =
        text(TWO_HOTSPOTS)
            .write(
                bench.run,
                workspace,
                new Verified(sha, true, List.of(leaky)),
                "mind " + BeanBench.SECRET);
    assertThat(draft.title() + draft.body()).doesNotContain(BeanBench.SECRET);
  }

  private PullRequestDraft write(String sha, List<Check> checks) {
    return written(TWO_HOTSPOTS, sha, checks);
  }

  private PullRequestDraft written(String yaml, String sha, List<Check> checks) {
    return text(yaml).write(bench.run, workspace, new Verified(sha, true, checks), "Tides");
  }

  private PullRequestText text(String yaml) {
    return new PullRequestText(bench.settings(yaml), bench.workspaces, bench.ledger, bench.journal);
  }

  private void review(Review review) {
    String json = Json.write(Map.of("version", 1, "result", review));
    bench.ledger.write(
        tables -> {
          int seq = tables.steps().active(bench.run.id()).size() + 1;
          tables.steps().begin(bench.run.claim(), seq, "review", seq, bench.clock.now());
          tables.steps().finish(bench.run.id(), seq, json, bench.clock.now());
          return seq;
        });
  }
}
