package drover.issue;

import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.github.poll.IssueName;
import drover.github.review.Speaker;
import drover.github.review.Speakers;
import drover.issue.IssueText.Said;
import drover.ledger.EventType;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Variable;
import org.kohsuke.github.GHIssue;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHLabel;
import org.kohsuke.github.GHRepository;

/** Reads the issue that a run is about. What strangers and bots say of it is left out. */
public final class IssueLook {
  private final GithubHost host;
  private final GithubAccess access;
  private final SampleIssue sample;
  private final Journal journal;

  public IssueLook(GithubHost host, GithubAccess access, Texts texts, Journal journal) {
    this.host = host;
    this.access = access;
    this.sample = new SampleIssue(texts);
    this.journal = journal;
  }

  /**
   * Work of the step {@code issue}.
   *
   * @throws RunEnded when there is no such issue, it is closed, or the run works elsewhere
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub may answer later
   */
  public Issue read(@Variable("run") RunExecution run) {
    String asked = run.task().params().getOrDefault("issue", "");
    IssueName name =
        IssueName.parse(asked)
            .orElseThrow(
                () ->
                    RunEnded.failed("failed", "no-issue: \"%s\" names no issue".formatted(asked)));
    Issue issue = run.task().isRehearsal() ? rehearsed(run, name) : asked(run, name);
    issue.notices().forEach(notice -> journal.tell(run.claim(), EventType.NOTICE, notice));
    return issue;
  }

  /** What the rest of the run is about. */
  public void brief(RunExecution run, Issue issue) {
    run.about(issue.getBrief());
  }

  private Issue rehearsed(RunExecution run, IssueName name) {
    journal.tell(
        run.claim(),
        EventType.NOTICE,
        "rehearsal: the issue %s is a sample that comes with Drover, GitHub was not asked"
            .formatted(name));
    return sample.named(name.repository(), name.number());
  }

  private Issue asked(RunExecution run, IssueName name) {
    GithubRepository there =
        host.repository(host.web() + "/" + name.repository())
            .orElseThrow(
                () -> RunEnded.failed("failed", "no-issue: %s names none".formatted(name)));
    refuseElsewhere(run, there, name);
    try {
      String own = access.account(there, Purpose.ISSUES).orElse("");
      return access.ask(there, Purpose.ISSUES, here -> read(there, here, name, own));
    } catch (ApiRefusal refusal) {
      if (refusal.status() == 410) {
        throw RunEnded.failed("failed", "no-issue: %s was deleted".formatted(name));
      }
      throw new Refused("GitHub does not show %s: %s".formatted(name, refusal.said()));
    }
  }

  /** {@code Closes #12} means an issue of the repository that it is said in. */
  private void refuseElsewhere(RunExecution run, GithubRepository there, IssueName name) {
    Optional<GithubRepository> worked = run.task().repository().flatMap(host::repository);
    if (worked.filter(other -> !other.key().equals(there.key())).isPresent()) {
      throw RunEnded.failed(
          "failed",
          "other-repository: %s is no issue of %s: leave --repo out, or give the repository of the issue"
              .formatted(name, worked.get().fullName()));
    }
  }

  private static Issue read(GithubRepository there, GHRepository here, IssueName name, String own)
      throws IOException {
    GHIssue issue = here.getIssue(name.number());
    if (issue.isPullRequest()) {
      throw RunEnded.failed("failed", "no-issue: %s is a pull request".formatted(name));
    }
    if (issue.getState() == GHIssueState.CLOSED) {
      throw RunEnded.failed(
          "failed", "issue-closed: %s is closed: reopen it, then ./drover retry".formatted(name));
    }
    List<String> notices = new ArrayList<>();
    String body = Objects.requireNonNullElse(issue.getBody(), "");
    if (body.isBlank()) {
      notices.add("the issue has no description: the agent works from its title");
    }
    List<Said> comments = comments(issue, new Speakers(here, own), notices);
    List<String> labels = issue.getLabels().stream().map(GHLabel::getName).toList();
    String title = IssueText.word(Objects.requireNonNullElse(issue.getTitle(), ""));
    return new Issue(
        there.fullName(),
        there.url(),
        name.number(),
        title,
        issue.getHtmlUrl().toString(),
        IssueText.of(name.toString(), title, labels, body, comments),
        notices);
  }

  private static List<Said> comments(GHIssue issue, Speakers speakers, List<String> notices)
      throws IOException {
    List<Said> trusted = new ArrayList<>();
    int leftOut = 0;
    for (GHIssueComment comment : issue.listComments()) {
      String text = Objects.requireNonNullElse(comment.getBody(), "");
      if (!Speaker.isOurs(text) && !text.isBlank()) {
        Speakers.Heard heard = speakers.of(comment::getUser);
        if (heard.speaker() == Speaker.TRUSTED) {
          trusted.add(new Said(heard.login(), comment.getCreatedAt().toInstant().toString(), text));
        } else {
          leftOut++;
        }
      }
    }
    if (leftOut > 0) {
      notices.add(
          "%d %s on the issue left out: not of people who may write there"
              .formatted(leftOut, leftOut == 1 ? "comment" : "comments"));
    }
    return trusted;
  }
}
