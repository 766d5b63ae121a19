package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.policy.Finding;
import drover.policy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a branch changes in sum, judged with real git. */
class PolicySumTest extends PolicyBench {
  @Test
  void changed_workflows_are_found() {
    commit(".github/workflows/ci.yml", "on: push\n");
    commit("sub/Jenkinsfile", "node {}\n");

    assertThat(judge().findings())
        .extracting(Finding::inWords)
        .containsExactly(
            "workflow: .github/workflows/ci.yml: says what other machines run once it is pushed",
            "workflow: sub/Jenkinsfile: says what other machines run once it is pushed");
  }

  @Test
  void a_workflow_that_was_changed_back_is_no_change() {
    commit(".github/workflows/ci.yml", "on: push\n");
    git("rm", "-q", ".github/workflows/ci.yml");
    git("commit", "-qm", "No, rather not");
    commit("a.md", "x\n");

    assertThat(judge().findings()).isEmpty();
  }

  @Test
  void a_job_stays_on_its_paths() {
    yaml = "{drover: {jobs: {publisher: {policy: {paths: [posts/**, img/**]}}}}}";
    commit("posts/a.md", "x\n");
    commit("bin/build", "exit 0\n");

    assertThat(only(Rule.PATH).file()).isEqualTo("bin/build");
  }

  @Test
  void too_many_files_too_many_lines_and_a_too_large_file_are_found() {
    yaml = "{drover: {policy: {max-files: 2, max-lines: 10, max-file-bytes: 100}}}";
    commit("a.md", "x\n".repeat(9));
    commit("b.md", "x\ny\n");
    commit("c.bin", "\0" + "x".repeat(100));

    assertThat(judge().findings())
        .extracting(Finding::inWords)
        .containsExactly(
            "size: the change: touches 3 files; allowed are 2",
            "size: the change: adds and removes 11 lines; allowed are 10",
            "size: c.bin: has 101 bytes; allowed are 100");
  }

  @Test
  void what_is_too_large_to_be_read_is_refused_and_nobody_can_approve_it() {
    yaml = "{drover: {policy: {max-diff-bytes: 5000}}}";
    commit("a.md", "words and words\n".repeat(1000));

    assertThat(only(Rule.UNREAD).inWords())
        .isEqualTo("unread: the change: is larger than 5000 bytes");
    assertThat(judge().getBlock().never())
        .hasValueSatisfying(why -> assertThat(why).contains("max-diff-bytes"));
  }

  @Test
  void links_that_lead_out_and_submodules_are_found() throws IOException {
    Files.createSymbolicLink(workspace.directory().resolve("out"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(workspace.directory().resolve("in"), Path.of("README.md"));
    git("add", "--all");
    git("update-index", "--add", "--cacheinfo", "160000," + workspace.baseSha() + ",sub");
    git("commit", "-qm", "Links");

    assertThat(judge().findings())
        .extracting(Finding::inWords)
        .containsExactly(
            "link: out: is a link to an absolute path",
            "submodule: sub: is a submodule, whose content nobody sees");
  }

  @Test
  void a_protected_branch_is_never_written_and_nobody_can_approve_it() {
    yaml = "{drover: {policy: {protected-branches: [agent/**]}}}";
    commit("a.md", "x\n");

    assertThat(only(Rule.PROTECTED_BRANCH).file()).isEqualTo(workspace.branch());
    assertThat(judge().getBlock().never()).isPresent();
  }

  @Test
  void what_nobody_can_approve_is_told_first_and_the_rest_is_counted() {
    commit(".github/workflows/ci.yml", "on: push\n");
    commit("z.md", SECRET + "\n");
    commit("z2.md", SECRET + "\n");

    assertThat(judge().getBlock().sentence())
        .startsWith("secret: z2.md:1: ")
        .endsWith("(and 2 more findings)");
    assertThat(judge().getBlock().never()).isPresent();
  }

  @Test
  void what_was_seen_is_the_same_for_the_same_commit_only() {
    commit(".github/workflows/ci.yml", "on: push\n");
    String first = judge().getBlock().seen();

    assertThat(judge().getBlock().seen()).isEqualTo(first);
    commit("a.md", "x\n");
    assertThat(judge().getBlock().seen()).isNotEqualTo(first);
  }

  @Test
  void every_finding_is_told_as_an_event_and_nothing_is_left_on_the_disk() {
    commit("z.md", SECRET + "\n");
    judge();

    assertThat(bench.ledger.read().events().after(bench.run.id(), 0, 100))
        .anySatisfy(
            event ->
                assertThat(event.json())
                    .contains("\"rule\":\"secret\"", "\"file\":\"z.md\"", "\"line\":1")
                    .doesNotContain(SECRET));
    assertThat(bench.run.directory().resolve("policy")).doesNotExist();
  }
}
