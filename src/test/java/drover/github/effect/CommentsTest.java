package drover.github.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.effect.Intent;
import drover.effect.Unavailable;
import drover.github.fake.Fault;
import drover.npm.NeedsNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comment is known by its marker, wherever it stands among others. */
@NeedsNode
class CommentsTest {
  private GithubBench bench;
  private Intent intent;

  @BeforeEach
  void prepare(@TempDir Path folder) throws Exception {
    bench = new GithubBench(folder, GithubBench.app()).worked();
    bench.site.open("A pull request", "", "main", "main", true);
    intent = bench.comments.intent(bench.workspace.repository(), 1, "r1.summary", "Done.");
  }

  @AfterEach
  void close() {
    assertThat(bench.github.violations()).isEmpty();
    bench.close();
  }

  @Test
  void it_is_written_with_a_marker_nobody_sees_and_found_by_it() {
    assertThat(bench.comments.find(intent)).isEmpty();
    assertThat(bench.comments.send(intent).url()).contains("/acme/site/pull/1#issuecomment-");
    assertThat(bench.site.comments.get(1).values())
        .containsExactly("Done.\n\n<!-- drover:r1.summary -->");
    assertThat(bench.comments.find(intent)).isPresent();
  }

  @Test
  void it_is_found_behind_a_hundred_others() {
    for (int i = 0; i < 100; i++) {
      bench.site.comment(1, "chatter " + i);
    }
    bench.comments.send(intent);
    assertThat(bench.comments.find(intent)).isPresent();
    assertThat(bench.github.requests())
        .anyMatch(one -> one.contains("/repositories/1296269/issues/1/comments"));
  }

  @Test
  void one_whose_answer_was_lost_is_found() {
    bench.comments.find(intent);
    bench.github.forgetRequests();
    bench.comments.find(intent);
    int before = bench.github.requests().size(); // send asks for repository, issue, then writes
    bench.github.forgetRequests();
    bench.github.plan(new Fault.Planned(before - 1, Fault.Moment.AFTER, Fault.CUT));
    assertThatThrownBy(() -> bench.comments.send(intent)).isInstanceOf(Unavailable.class);
    assertThat(bench.comments.find(intent)).isPresent();
    assertThat(bench.site.comments.get(1)).hasSize(1);
  }
}
