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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault at every request on the way to an answer in a thread. */
@NeedsNode
class ReviewReplyFaultsIT {
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

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FORBIDDEN") // a refusal is none of them
  void whatever_fails_at_whichever_request_one_answer_stands_in_the_thread(Fault fault) {
    bench.github.forgetRequests();
    answer(remark());
    int places = bench.github.requests().size();
    for (Fault.Moment moment : Fault.Moment.values()) {
      for (int place = 0; place < places; place++) {
        FakeReviewComment remark = remark();
        bench.github.forgetRequests();
        bench.github.plan(new Fault.Planned(place, moment, fault));
        answer(remark);
        assertThat(answers(remark)).as("%s %s at %d", fault, moment, place).isEqualTo(1);
      }
    }
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
