package drover.issue;

import drover.deliver.News;
import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.effect.GithubComments;
import drover.run.RunExecution;
import java.util.Optional;
import org.apache.camel.Variable;

/** The effect {@code issue-comment}: what is said on an issue, once for an attempt and occasion. */
public final class IssueComment {
  private final GithubComments comments;

  public IssueComment(GithubComments comments) {
    this.comments = comments;
  }

  /** What is to be there. */
  public Intent intent(
      @Variable("run") RunExecution run,
      @Variable("issue") Issue issue,
      @Variable("news") News news) {
    String key = "%s:%d:%s".formatted(run.id(), run.claim().attempt(), news.occasion());
    return comments.intent(issue.repositoryUrl(), issue.number(), key, news.body());
  }

  /**
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    return comments.find(intent);
  }

  /**
   * @throws Refused when GitHub does not take it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    return comments.send(intent);
  }
}
