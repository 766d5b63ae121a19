package drover.pipeline;

import static drover.claude.ScriptedMessagesApi.modelContains;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import drover.claude.NeedsRealClaudeCli;
import drover.claude.ReceivedRequest;
import drover.view.RunDocument;
import drover.view.RunDocument.Round;
import drover.view.RunDocument.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job publisher from request to branch, with the real CLI in every turn. */
@NeedsRealClaudeCli
class PublisherPipelineTest {
  private static final double SONNET_USD_PER_TOKEN = 2 / 1e6;
  private static final double OPUS_USD_PER_TOKEN = 4 / 1e6;

  private static final String CLAIM = "The claim has no source.";

  private static RealCliBench bench;
  private static RunDocument run;

  /** One run for all: a first draft, a review that finds something, a fix, a second review. */
  @BeforeAll
  static void publish(@TempDir Path folder) throws IOException {
    bench = RealCliBench.in(folder);
    bench
        .blog()
        .with(
            ".claude/agents/publisher.md",
            "---\nname: publisher\ndescription: Ours\n---\nYou write for this very blog.\n")
        .commit("Bring our own publisher");
    scriptTwoRounds(bench.says());
    run = bench.publish("Write about pipelines");
  }

  @AfterAll
  static void nothingUnexpectedWasAsked() {
    bench.close();
  }

  @Test
  void aRequestBecomesAReviewedBranchInItsRepository() {
    assertThat(run.summary().state()).as(run.summary().reason().orElse("")).isEqualTo("succeeded");
    assertThat(run.summary().outcome()).hasValue("delivered");
    assertThat(bench.blog().branches()).containsExactly(bench.branch(), "main");
    assertThat(bench.blog().git("log", "--format=%s", "main.." + bench.branch()))
        .isEqualTo("Mend the post\nAdd a post");
    assertThat(bench.blog().git("show", bench.branch() + ":posts/x.md")).contains("A second draft");
    assertThat(bench.blog().git("status", "--porcelain")).isEmpty();
    assertThat(run.effects()).extracting(RunDocument.Effect::state).containsExactly("confirmed");
  }

  @Test
  void everyRoundsScoresAndFindingsAreKept() {
    assertThat(run.reviews())
        .extracting(Round::round, Round::passed, Round::findings)
        .containsExactly(tuple(1, false, List.of(CLAIM)), tuple(2, true, List.of()));
    assertThat(run.reviews().getFirst().scores())
        .containsEntry("accuracy", 2)
        .containsOnlyKeys("substance", "accuracy", "sources", "structure", "style");
  }

  @Test
  void aFixKnowsWhatWasSaidBeforeAndAReviewDoesNot() {
    assertThat(run.turns())
        .extracting(Turn::name)
        .containsExactly("implement", "review", "fix", "review");
    assertThat(session(run, 2)).isEqualTo(session(run, 0));
    assertThat(session(run, 3)).isNotEqualTo(session(run, 1));
    ReceivedRequest fix =
        requests().stream()
            .filter(request -> lastPrompt(request).contains("A reviewer who reads the work"))
            .findFirst()
            .orElseThrow();
    assertThat(fix.prompts().getFirst().text()).contains("Write about pipelines");
    assertThat(fix.body().path("messages").toString()).contains("A first draft");
    assertThat(lastPrompt(fix)).contains("- " + CLAIM);
    assertThat(requests())
        .filteredOn(modelContains("opus"))
        .allSatisfy(
            review -> assertThat(review.prompts().getFirst().text()).contains("You review one"));
  }

  @Test
  void theRunCostsWhatTheModelsUsageSaysAndAResumedSessionIsNotPaidTwice() {
    double implement = 300_000 * SONNET_USD_PER_TOKEN;
    double review = 10_000 * OPUS_USD_PER_TOKEN;
    double fix = 60_000 * SONNET_USD_PER_TOKEN;
    assertThat(run.turns())
        .extracting(Turn::costUsd)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Double.compare(a, b))
        .containsExactly(implement, review, fix, review);
    assertThat(run.summary().costUsd()).isCloseTo(implement + fix + 2 * review, within(1e-6));
  }

  @Test
  void theRepositorysOwnPublisherGoesBeforeTheOneThatIsShipped() {
    assertThat(requests().getFirst().systemPrompt())
        .contains("You write for this very blog.")
        .doesNotContain("You are the editor of a technical blog");
  }

  @Test
  void theReviewerIsNobodysAgent() {
    assertThat(requests())
        .filteredOn(modelContains("opus"))
        .isNotEmpty()
        .allSatisfy(
            review ->
                assertThat(review.systemPrompt()).doesNotContain("You write for this very blog."));
  }

  private static void scriptTwoRounds(PublisherScript says) {
    says.whenImplementing()
        .then(
            says.write("A first draft").using(100_000, 0),
            says.commit("Add a post").using(100_000, 0),
            says.report().using(100_000, 0));
    says.whenReviewing()
        .then(says.review(2, CLAIM).using(10_000, 0))
        .thenNextTime(says.review(4).using(10_000, 0));
    says.whenFixing()
        .then(
            says.write("A second draft").using(20_000, 0),
            says.commit("Mend the post").using(20_000, 0),
            says.report().using(20_000, 0));
  }

  private static List<ReceivedRequest> requests() {
    return bench.api().messageRequests();
  }

  private static String lastPrompt(ReceivedRequest request) {
    return request.prompts().getLast().text();
  }

  private static String session(RunDocument run, int turn) {
    return run.turns().get(turn).sessionId();
  }
}
