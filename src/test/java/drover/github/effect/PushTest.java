package drover.github.effect;

import static org.assertj.core.api.Assertions.assertThat;

import drover.effect.Receipt;
import drover.github.fake.Doorkeeper;
import drover.github.fake.FakeToken;
import drover.github.fake.Fault;
import drover.github.fake.GitCommand;
import drover.npm.NeedsNode;
import drover.run.RunEnded;
import drover.run.RunWaiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The verified commit comes to GitHub over HTTP with a token of the App, and nothing else moves.
 */
@NeedsNode
class PushTest {
  @TempDir private Path folder;
  private GithubBench bench;

  @BeforeEach
  void prepare() throws Exception {
    bench = new GithubBench(folder, GithubBench.app()).worked();
  }

  @AfterEach
  void close() {
    assertThat(bench.github.violations()).isEmpty();
    bench.close();
  }

  @Test
  void the_branch_stands_at_the_verified_commit() {
    Receipt receipt = bench.bringAbout("push");
    assertThat(bench.site.head(bench.workspace.branch())).contains(bench.sha);
    assertThat(receipt.url())
        .isEqualTo(bench.github.webUrl() + "/acme/site/tree/" + bench.workspace.branch());
  }

  @Test
  void reading_and_writing_have_tokens_of_their_own_for_this_repository_alone() {
    bench.github.repository("acme/other");
    bench.bringAbout("push");
    assertThat(bench.github.credentials().issued())
        .extracting(FakeToken::permissions)
        .containsExactly(Map.of("contents", "read"), Map.of("contents", "write"));
    assertThat(bench.github.credentials().issued())
        .allSatisfy(token -> assertThat(token.repositories()).hasSize(1));
  }

  @Test
  void the_branch_moves_on_from_what_this_run_pushed_before() throws IOException {
    bench.bringAbout("push");
    String first = bench.sha;
    bench.commit("posts/tides.md", "The moon and the sun.\n");
    bench.bringAbout("push");
    bench.commit("posts/tides.md", "The moon, the sun and the wind.\n");
    bench.bringAbout("push");
    assertThat(bench.site.head(bench.workspace.branch())).contains(bench.sha);
    assertThat(GitCommand.run(bench.site.git(), "log", "--format=%H", bench.sha)).contains(first);
  }

  @Test
  void what_was_pushed_unheard_is_moved_on_from_too() throws IOException {
    bench.bringAbout("push");
    bench.ledger.write(
        tables -> {
          tables.effects().sent(bench.effects().getFirst().key(), bench.clock.now());
          return "";
        });
    for (String text : List.of("The sun.\n", "The wind.\n")) {
      bench.commit("posts/tides.md", text);
      bench.bringAbout("push");
      assertThat(bench.site.head(bench.workspace.branch())).contains(bench.sha);
    }
  }

  @Test
  void a_branch_at_a_commit_of_somebody_else_stays_where_it_is() {
    String main = bench.site.head("main").orElseThrow();
    GitCommand.run(bench.site.git(), "update-ref", "refs/heads/" + bench.workspace.branch(), main);
    assertThat(refusal()).contains("at a commit (%.7s) that is not of this run".formatted(main));
    assertThat(bench.site.head(bench.workspace.branch())).contains(main);
  }

  @Test
  void what_arrives_by_another_way_while_it_is_pushed_counts_as_pushed() {
    bench.github.keptBy(
        new Doorkeeper() {
          @Override
          public boolean letsIn(int number, String request) {
            if (request.startsWith("POST") && request.endsWith("git-receive-pack")) {
              bench.pushedByItself(bench.workspace.branch());
            }
            return true;
          }
        });
    bench.bringAbout("push");
    assertThat(bench.github.changes())
        .as("the push itself came too late")
        .noneMatch(one -> one.endsWith("receive-pack"));
    assertThat(bench.site.head(bench.workspace.branch())).contains(bench.sha);
  }

  @ParameterizedTest
  @EnumSource(names = {"SECONDARY_LIMIT", "TOO_MANY_REQUESTS"})
  void a_limit_in_the_middle_of_a_push_is_no_missing_permission(Fault limit) {
    bench.github.keptBy(
        new Doorkeeper() {
          @Override
          public boolean letsIn(int number, String request) {
            if (request.endsWith("git-receive-pack") && request.startsWith("POST")) {
              bench.github.plan(new Fault.Planned(number, Fault.Moment.BEFORE, limit));
            }
            return true;
          }
        });
    assertThat(bench.failure("push")).isInstanceOf(RunWaiting.class);
    bench.github.keptBy(Doorkeeper.NONE);
    bench.bringAbout("push");
    assertThat(bench.site.head(bench.workspace.branch())).contains(bench.sha);
  }

  @Test
  void a_push_that_may_not_even_be_announced_is_refused_with_the_permission_it_needs() {
    bench.github.keptBy(
        new Doorkeeper() {
          @Override
          public boolean letsIn(int number, String request) {
            if (request.endsWith("service=git-receive-pack")) {
              bench.github.plan(new Fault.Planned(number, Fault.Moment.BEFORE, Fault.FORBIDDEN));
            }
            return true;
          }
        });
    assertThat(refusal()).contains("contents (read and write)");
  }

  @Test
  void a_rule_for_branches_is_told_by_its_reason() throws IOException {
    Path hook = bench.site.git().resolve("hooks/update");
    Files.writeString(hook, "#!/bin/sh\necho not on a Sunday >&2\nexit 1\n");
    hook.toFile().setExecutable(true);
    assertThat(refusal()).contains("acme/site does not take the branch", "hook declined");
  }

  @Test
  void a_token_that_may_not_write_is_refused_with_the_permission_it_needs() {
    bench.github.credentials().withdraw("contents");
    assertThat(refusal())
        .contains("gives App 4711 no token for acme/site", "contents (read and write)");
  }

  @Test
  void an_archived_repository_is_refused() {
    bench.site.archive();
    assertThat(refusal()).contains("acme/site is archived", "unarchive it");
  }

  @Test
  void a_renamed_repository_is_followed() {
    bench.site.rename("acme/website");
    bench.bringAbout("push");
    assertThat(bench.site.head(bench.workspace.branch())).contains(bench.sha);
  }

  @Test
  void no_token_is_in_a_file_an_argument_the_ledger_or_the_url_of_a_remote() throws IOException {
    bench.bringAbout("push");
    bench.bringAbout("pull-request");
    List<String> secrets =
        Stream.concat(
                bench.github.credentials().issued().stream().map(FakeToken::value),
                Stream.of(GithubBench.app().get("GITHUB_APP_PRIVATE_KEY").lines().toList().get(3)))
            .toList();
    assertThat(secrets).hasSize(4);
    try (Stream<Path> files = Files.walk(bench.data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secrets);
      }
    }
    assertThat(bench.started).hasSizeGreaterThan(10);
    bench.started.forEach(
        command -> assertThat(String.join(" ", command.argv())).doesNotContain(secrets));
    assertThat(bench.started)
        .anySatisfy(
            command -> assertThat(command.environment().values()).containsAnyElementsOf(secrets));
    secrets.forEach(
        secret ->
            assertThat(bench.redactor.redact("is " + secret + ".")).isEqualTo("is [redacted]."));
  }

  private String refusal() {
    Throwable failure = bench.failure("push");
    assertThat(failure).isInstanceOf(RunEnded.class);
    return ((RunEnded) failure).reason();
  }
}
