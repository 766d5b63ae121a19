package drover.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the rehearsal agent commits when it is told to meet the policy. */
class RehearsalPolicyTest {
  @TempDir private Path directory;
  private Rehearsal rehearsal;

  @BeforeEach
  void start() throws Exception {
    rehearsal = Rehearsal.in(directory);
  }

  @Test
  void workflow_commits_what_another_machine_would_run() {
    rehearsal.misbehaving("workflow").turn("implement");

    assertThat(rehearsal.changedFiles()).contains(".github/workflows/rehearsal.yml");
  }

  @Test
  void large_commits_a_file_of_six_million_bytes() {
    rehearsal.misbehaving("large").turn("implement");

    assertThat(rehearsal.git("cat-file", "-s", "HEAD:rehearsal-large.txt")).isEqualTo("6000000");
  }

  @Test
  void symlink_out_commits_a_link_to_a_file_of_the_machine() {
    rehearsal.misbehaving("symlink-out").turn("implement");

    assertThat(rehearsal.git("cat-file", "blob", "HEAD:rehearsal-link")).isEqualTo("/etc/passwd");
  }

  @Test
  void hidden_secret_commits_one_and_takes_it_away_again() {
    rehearsal.misbehaving("hidden-secret").turn("implement");

    String shape = "sk-ant-oat01-[A-Za-z0-9]{40}";
    assertThat(rehearsal.git("show", "HEAD~1:rehearsal-credentials.env")).containsPattern(shape);
    assertThat(rehearsal.git("show", "HEAD:rehearsal-credentials.env"))
        .doesNotContainPattern(shape);
  }
}
