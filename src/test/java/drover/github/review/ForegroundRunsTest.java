package drover.github.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.github.effect.BranchDeletion;
import drover.npm.NeedsNode;
import drover.run.RunEnded;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsNode
class ForegroundRunsTest {
  @Test
  void a_server_says_how_to_go_on_with_a_run_of_the_foreground(@TempDir Path folder)
      throws Exception {
    try (ReviewBench bench = new ReviewBench(folder, "cli", BranchDeletion.Rule.LEAVE)) {
      bench.site.remark("ada", 1, "x.md", 1, "Shorter.");
      assertThatThrownBy(bench::lookAndHandOn)
          .isInstanceOfSatisfying(
              RunEnded.class,
              ended ->
                  assertThat(ended.reason())
                      .contains("./drover run pr-fix --param pull-request=acme/site#1"));
    }
  }
}
