package drover.github.review;

import static org.assertj.core.api.Assertions.assertThat;

import drover.github.fake.FakeReviewComment;
import drover.github.fake.Fault;
import drover.npm.NeedsNode;
import drover.run.RunExecution;
import drover.run.RunWaiting;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread is answered once, whatever goes wrong on the way. */
@NeedsNode
class ReviewReplyTest {
  private static final int MOST_WAITS = 4;

  @TempDir private Path folder;
  private ReviewBench bench;
  private RunExecution run;
  private int remarks;

  @BeforeEach
  void prepare() throws Exception {
    bench = new ReviewBench(folder);
    run = bench.asking();
  }

  @AfterEach
  void close() {
    assertThat(bench.github.violations()).isEmpty();
    bench.close();
  }

  @Test
  void one_whose_answer_was_lost_is_found_and_not_written_again() {
    bench.github.forgetRequests();
    answer(remark());
    FakeReviewComment remark = remark();
    int last = bench.github.requests().size() - 1;
    bench.github.forgetRequests();
    bench.github.plan(new Fault.Planned(last, Fault.Moment.AFTER, Fault.CUT));
    answer(remark);
    assertThat(bench.github.requests()).filteredOn(one -> one.startsWith("POST")).hasSize(1);
    assertThat(answers(remark)).isEqualTo(1);
  }

  @Test
  void a_review_as_a_whole_is_answered_on_the_pull_request() {
    ReviewAnswer answer = new ReviewAnswer(url(), 1, "review-7", 0, "Commit `1234567`.");
    assertThat(bench.bringAbout("review-reply", run, "reviewAnswer", answer)).isEmpty();
    assertThat(bench.bringAbout("review-reply", bench.asking(), "reviewAnswer", answer)).isEmpty();
    assertThat(bench.site.comments.get(1).values())
        .containsExactly("Commit `1234567`.\n\n<!-- drover:reply:review-7 -->");
  }

  @Test
  void where_the_thread_is_gone_the_run_goes_on_without() {
    FakeReviewComment remark = remark();
    bench.site.reviewComments.remove(remark);
    answer(remark);
    assertThat(answers(remark)).isZero();
  }

  private FakeReviewComment remark() {
    return bench.site.remark("ada", 1, "x.md", ++remarks, "Shorter.");
  }

  private void answer(FakeReviewComment remark) {
    ReviewAnswer answer =
        new ReviewAnswer(url(), 1, "comment-" + remark.id(), remark.id(), "Commit `1234567`.");
    Optional<Throwable> between = bench.bringAbout("review-reply", run, "reviewAnswer", answer);
    for (int waits = 0; between.isPresent(); waits++) {
      assertThat(between.get()).isInstanceOf(RunWaiting.class);
      assertThat(waits).isLessThan(MOST_WAITS);
      between = bench.bringAbout("review-reply", run, "reviewAnswer", answer);
    }
  }

  private long answers(FakeReviewComment remark) {
    return bench.site.reviewComments.stream()
        .filter(one -> one.thread() == remark.id())
        .filter(one -> one.text().contains("drover:reply:comment-" + remark.id() + " "))
        .count();
  }

  private String url() {
    return bench.github.cloneUrl(bench.site);
  }
}
