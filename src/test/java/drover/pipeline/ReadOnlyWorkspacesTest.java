package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.RunState;
import drover.run.RunExecution;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that change nothing look at the base side by side, and nothing comes back from there. */
class ReadOnlyWorkspacesTest {
  private BeanBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = BeanBench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void two_runs_that_read_the_same_commit_share_one_checkout() {
    Workspace one = share(bench.run);
    Workspace other = share(bench.anotherRun("other"));

    assertThat(other.directory()).isEqualTo(one.directory());
    assertThat(Blog.gitIn(one.directory(), "rev-parse", "HEAD", "main"))
        .isEqualTo(bench.blog.head() + "\n" + bench.blog.head());
    assertThat(Blog.gitIn(one.directory(), "remote")).isEmpty();
    assertThat(bench.blog.branches()).containsExactly("main");
  }

  @Test
  void a_shared_checkout_needs_nothing_of_the_run_that_made_it() {
    Workspace made = share(bench.run);

    bench.deleteRunDirectory();

    assertThat(Blog.gitIn(made.directory(), "status", "--porcelain")).isEmpty();
    assertThat(Blog.gitIn(made.directory(), "log", "--format=%s")).isEqualTo("The blog");
  }

  @Test
  void an_old_checkout_stays_as_long_as_a_run_reads_it() throws IOException {
    Workspace old = share(bench.run);
    bench.blog.with("posts/new.md", "new").commit("News");

    Workspace fresh = share(bench.anotherRun("second"));
    assertThat(fresh.directory()).isNotEqualTo(old.directory());
    assertThat(old.directory()).isDirectory();

    end(bench.run);
    share(bench.anotherRun("third"));
    assertThat(old.directory()).doesNotExist();
    assertThat(fresh.directory()).isDirectory();
  }

  @Test
  void what_is_left_there_is_never_received() {
    Workspace copy = bench.readOnlyWorkspaces().copy(bench.run);
    bench.commit(copy, "trace.md", "a trace");

    assertThat(copy.directory()).isEqualTo(bench.run.directory().resolve("workspace"));
    assertThat(bench.workspaces.receive(copy)).isEqualTo(bench.blog.head());
  }

  @Test
  void to_tidy_after_one_run_leaves_what_another_reads() {
    Workspace shared = share(bench.run);

    bench.workspaces.tidy(bench.run, shared);

    assertThat(shared.directory()).isDirectory();
  }

  private Workspace share(RunExecution run) {
    return bench.readOnlyWorkspaces().share(run);
  }

  private void end(RunExecution run) {
    bench.ledger.write(
        tables -> {
          tables
              .runs()
              .end(run.id(), RunState.SUCCEEDED, "reported", "reported: done", bench.clock.now());
          return run;
        });
  }
}
