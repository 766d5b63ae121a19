package drover.github;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.GithubSettings;
import drover.task.TaskRequest;
import drover.trigger.Outcome;
import drover.trigger.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of pull requests that runs made becomes one task for each review. */
class PullRequestEventsTest {
  private static final String ABOUT =
      "'repository':{'full_name':'Acme/Site','clone_url':'https://github.com/Acme/Site.git'},"
          + "'pull_request':{'number':12,'closed_at':'2026-03-01T12:00:00Z'},";

  private final GithubEvents events =
      GithubSamples.events(
          new GithubSettings("https://api.github.com", List.of("acme/site")),
          "https://github.com/Acme/Site/pull/12"::equals);

  @Test
  void a_review_and_each_of_its_comments_are_the_same_request() {
    TaskRequest review =
        Verdict.request(
            read(
                "pull_request_review",
                "submitted",
                "'review':{'id':7,'state':'commented','body':'x'}"));
    assertThat(review)
        .isEqualTo(
            TaskRequest.heard("github", "review:Acme/Site#12:7", "ada", "pr-fix")
                .saying(Optional.empty(), Map.of("pull-request", "Acme/Site#12"))
                .about(Optional.of("https://github.com/Acme/Site.git"), Optional.empty()));
    for (int id = 1; id < 4; id++) {
      String comment = "'comment':{'id':%d,'pull_request_review_id':7,'body':'y'}".formatted(id);
      assertThat(Verdict.request(read("pull_request_review_comment", "created", comment)))
          .isEqualTo(review);
    }
  }

  @Test
  void one_that_is_closed_is_looked_at_once_for_each_time_it_is() {
    TaskRequest closed =
        Verdict.request(read("pull_request", "closed", "'note':'merged or not, GitHub knows'"));
    assertThat(closed.idempotencyKey()).isEqualTo("closed:Acme/Site#12:2026-03-01T12:00:00Z");
    assertThat(closed.params()).isEqualTo(Map.of("pull-request", "Acme/Site#12"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pull_request_review|submitted|'review':{'id':7,'state':'approved','body':null}|approves",
        "pull_request_review|dismissed|'review':{'id':7}|starts nothing",
        "pull_request_review|submitted|'review':{'body':'x'}|which review",
        "pull_request_review|submitted|'review':{'id':'x','body':'x'}|which review",
        "pull_request_review_comment|created|'comment':{'id':1,'body':'a <!-- drover:reply:comment-1 -->'}|no person",
        "pull_request_review_comment|edited|'comment':{'id':1,'body':'x'}|starts nothing",
        "pull_request|opened|'x':1|starts nothing",
      })
  void what_asks_for_nothing_starts_nothing(
      String event, String action, String what, String reason) {
    assertThat(Verdict.reason(read(event, action, what))).contains(reason);
  }

  @Test
  void a_bot_starts_nothing() {
    String payload =
        "{'action':'created',%s'comment':{'id':1,'body':'x'},'sender':{'login':'drover[bot]','type':'Bot'}}"
            .formatted(ABOUT);
    assertThat(Verdict.reason(events.read("pull_request_review_comment", "d-1", json(payload))))
        .isEqualTo("pull_request_review_comment.created starts nothing: no person said it");
  }

  @Test
  void a_pull_request_of_a_person_or_of_a_repository_not_allowed_starts_nothing() {
    String other = ABOUT.replace("'number':12", "'number':13");
    assertThat(Verdict.reason(read("pull_request", "closed", "'x':1", other)))
        .isEqualTo("pull_request.closed starts nothing: no run made Acme/Site#13");
    assertThat(
            Verdict.reason(read("pull_request", "closed", "'x':1", ABOUT.replace("Site", "Else"))))
        .contains("is not on drover.github.allowlist");
  }

  private Outcome read(String event, String action, String what) {
    return read(event, action, what, ABOUT);
  }

  private Outcome read(String event, String action, String what, String about) {
    String payload =
        "{'action':'%s',%s%s,'sender':{'login':'ada','type':'User'}}"
            .formatted(action, about, what);
    return events.read(event, "d-1", json(payload));
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
