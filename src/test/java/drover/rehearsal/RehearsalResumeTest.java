package drover.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the rehearsal agent does with work that an interrupted turn left behind. */
class RehearsalResumeTest {
  @TempDir Path directory;

  @Test
  void a_fix_that_was_interrupted_before_its_commit_is_committed_by_the_next_one()
      throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory);
    rehearsal.turn("implement");
    String draft = rehearsal.changedFiles().getFirst();
    rehearsal.turn("fix");
    rehearsal.git("reset", "--quiet", "--soft", "HEAD~1");

    rehearsal.turn("fix");

    assertThat(rehearsal.git("status", "--porcelain")).isEmpty();
    assertThat(rehearsal.git("show", "HEAD:" + draft)).contains("## Sources");
  }
}
