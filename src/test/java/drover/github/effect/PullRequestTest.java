package drover.github.effect;

import static org.assertj.core.api.Assertions.assertThat;

import drover.effect.Receipt;
import drover.github.fake.FakePull;
import drover.github.fake.FakeToken;
import drover.npm.NeedsNode;
import drover.run.RunEnded;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One branch has one pull request, which says what the run wants it to say. */
@NeedsNode
class PullRequestTest {
  @TempDir private Path folder;
  private GithubBench bench;

  @BeforeEach
  void prepare() throws Exception {
    bench = new GithubBench(folder, GithubBench.app()).worked();
    bench.pushedByItself(bench.workspace.branch());
  }

  @AfterEach
  void close() {
    assertThat(bench.github.violations()).isEmpty();
    bench.close();
  }

  @Test
  void it_is_opened_as_asked() {
    Receipt receipt = bench.bringAbout("pull-request");
    FakePull pull = onlyOne();
    assertThat(receipt.url()).isEqualTo(bench.github.webUrl() + "/acme/site/pull/1");
    assertThat(pull.title).isEqualTo("Publisher: tides");
    assertThat(pull.body).isEqualTo("All of it.");
    assertThat(pull.base).isEqualTo("main");
    assertThat(pull.draft).isTrue();
  }

  @Test
  void its_token_may_do_nothing_but_that() {
    bench.bringAbout("pull-request");
    assertThat(bench.github.credentials().issued().getLast())
        .extracting(FakeToken::permissions)
        .isEqualTo(Map.of("pull_requests", "write"));
  }

  @Test
  void one_that_asks_for_review_is_no_draft() {
    bench.draft = new PullRequestDraft("Ready", "", Draft.READY);
    bench.bringAbout("pull-request");
    assertThat(onlyOne().draft).isFalse();
  }

  @Test
  void one_that_is_there_gets_the_new_title_and_text() {
    bench.bringAbout("pull-request");
    bench.draft = new PullRequestDraft("Publisher: ebb", "Second round.", Draft.DRAFT);
    bench.bringAbout("pull-request");
    assertThat(onlyOne().title).isEqualTo("Publisher: ebb");
    assertThat(onlyOne().body).isEqualTo("Second round.");
  }

  @Test
  void one_that_says_so_already_is_left_alone_whoever_opened_it() {
    bench.site.open("Publisher: tides", "All\r\n of it.", bench.workspace.branch(), "main", true);
    bench.draft = new PullRequestDraft("Publisher: tides", "All\n of it.", Draft.DRAFT);
    assertThat(bench.bringAbout("pull-request").said()).isEqualTo("pull request #1 is open");
    assertThat(bench.github.requests()).noneMatch(one -> one.startsWith("PATCH"));
  }

  @Test
  void the_same_branch_of_a_fork_is_another_matter() {
    bench.site.openFromFork("Not ours", bench.workspace.branch(), "main");
    bench.bringAbout("pull-request");
    assertThat(bench.site.pulls).hasSize(2);
    assertThat(bench.site.pulls.getFirst().title).isEqualTo("Not ours");
  }

  @Test
  void it_is_found_among_many_closed_ones_of_forks() {
    for (int i = 0; i < 70; i++) {
      bench.site.openFromFork("Not ours", bench.workspace.branch(), "main");
    }
    bench.site.pulls.addFirst(bench.site.open("Old", "", bench.workspace.branch(), "main", true));
    bench.site.pulls.removeLast();
    bench.bringAbout("pull-request");
    assertThat(bench.site.pulls.getFirst().title).isEqualTo("Publisher: tides");
    assertThat(bench.site.pulls).hasSize(71);
    assertThat(bench.github.requests())
        .anyMatch(one -> one.contains("/api/v3/repositories/1296269/pulls"));
  }

  @Test
  void one_that_a_person_closed_ends_the_matter() {
    bench.bringAbout("pull-request");
    onlyOne().close();
    bench.draft = new PullRequestDraft("Again", "", Draft.DRAFT);
    assertThat(refusal("pull-request")).contains("/acme/site/pull/1 was closed", "reopen it");
    assertThat(bench.site.pulls).hasSize(1);
  }

  @Test
  void one_that_was_merged_ends_the_matter() {
    bench.bringAbout("pull-request");
    onlyOne().merge();
    bench.draft = new PullRequestDraft("Again", "", Draft.DRAFT);
    assertThat(refusal("pull-request")).contains("was merged already");
  }

  @Test
  void a_base_that_was_deleted_is_told() {
    bench.site.deleteBranch("main");
    assertThat(refusal("pull-request"))
        .contains("to main in acme/site", "base invalid", "both branches are there");
  }

  @Test
  void a_run_that_began_at_a_commit_has_no_branch_to_go_to() {
    bench.workspace = bench.onto(bench.workspace.branch(), bench.workspace.baseSha());
    assertThat(refusal("pull-request")).contains("give --base");
  }

  @Test
  void an_archived_repository_is_refused() {
    bench.site.archive();
    assertThat(refusal("pull-request")).contains("acme/site is archived");
  }

  @Test
  void a_renamed_repository_is_followed() {
    bench.site.rename("acme/website");
    bench.bringAbout("pull-request");
    bench.bringAbout("pull-request-label");
    assertThat(onlyOne().labels).containsExactly("agent-ready");
  }

  @Test
  void a_permission_that_is_missing_is_named() {
    bench.github.credentials().withdraw("pull_requests");
    assertThat(refusal("pull-request"))
        .contains("GitHub gives App 4711 no token", "pull requests (read and write)");
  }

  @Test
  void the_label_is_put_on_once() {
    bench.bringAbout("pull-request");
    bench.bringAbout("pull-request-label");
    bench.bringAbout("pull-request-label");
    assertThat(onlyOne().labels).containsExactly("agent-ready");
    assertThat(bench.github.requests().stream().filter(one -> one.endsWith("/labels"))).hasSize(1);
  }

  @Test
  void a_label_without_a_pull_request_is_refused() {
    assertThat(refusal("pull-request-label")).contains("no open pull request");
  }

  private FakePull onlyOne() {
    assertThat(bench.site.pulls).hasSize(1);
    return bench.site.pulls.getFirst();
  }

  private String refusal(String kind) {
    Throwable failure = bench.failure(kind);
    assertThat(failure).isInstanceOf(RunEnded.class);
    return ((RunEnded) failure).reason();
  }
}
