package drover.github.review;

import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.ledger.Ledger;
import drover.ledger.PullRequestsTable;
import drover.ledger.RunRecord;
import drover.ledger.ToldComment;
import drover.run.RunEnded;
import drover.run.RunExecution;
import java.io.IOException;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequestReview;
import org.kohsuke.github.GHPullRequestReviewComment;
import org.kohsuke.github.GHPullRequestReviewState;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHUser;

/** Looks at a pull request on GitHub: what a webhook said is a reason to look, no more. */
public final class PullRequestLook {
  private static final Pattern NAME = Pattern.compile("([^/]+/[^/#]+)#([1-9][0-9]{0,8})");

  /** What was withdrawn or not sent off asks for nothing, and neither does an approval. */
  private static final Set<GHPullRequestReviewState> SILENT =
      Set.of(
          GHPullRequestReviewState.PENDING,
          GHPullRequestReviewState.DISMISSED,
          GHPullRequestReviewState.APPROVED);

  private final GithubHost host;
  private final GithubAccess access;
  private final Ledger ledger;

  public PullRequestLook(GithubHost host, GithubAccess access, Ledger ledger) {
    this.host = host;
    this.access = access;
    this.ledger = ledger;
  }

  /**
   * Work of the step {@code look}.
   *
   * @throws RunEnded when no run has made it
   */
  public PullRequestSeen look(@Variable("run") RunExecution run) {
    String name = nameIn(run);
    Matcher parts = NAME.matcher(name);
    Optional<GithubRepository> repository =
        parts.matches() ? host.repository(host.web() + "/" + parts.group(1)) : Optional.empty();
    GithubRepository there =
        repository.orElseThrow(
            () -> RunEnded.failed("failed", "not-ours: %s is no pull request".formatted(name)));
    int number = Integer.parseInt(parts.group(2));
    String own = access.account(there, Purpose.REVIEW).orElse("");
    return access.ask(there, Purpose.REVIEW, here -> look(name, there, number, own, here));
  }

  static String nameIn(RunExecution run) {
    return run.task().params().getOrDefault("pull-request", "");
  }

  private PullRequestSeen look(
      String name, GithubRepository asked, int number, String own, GHRepository here)
      throws IOException {
    GHPullRequest pull = here.getPullRequest(number);
    RunRecord maker = maker(name, asked, pull);
    String url = maker.pullRequest().orElseThrow();
    boolean isOpen = pull.getState() == GHIssueState.OPEN;
    boolean isMerged = pull.getMergedAt() != null;
    Tally tally = new Tally(here, own, told(maker, url));
    if (isOpen) {
      count(pull, tally);
    }
    return new PullRequestSeen(
        name,
        url,
        asked.url(),
        number,
        maker.id(),
        isOpen ? PullRequestSeen.OPEN : isMerged ? PullRequestSeen.MERGED : PullRequestSeen.CLOSED,
        isOpen ? "" : login(isMerged ? pull.getMergedBy() : here.getIssue(number).getClosedBy()),
        Optional.ofNullable(pull.getClosedAt()).map(Date::toInstant).filter(any -> !isOpen),
        tally.comments(),
        tally.leftOut());
  }

  /** By its address as it is now, or as it was asked for: a repository may have been renamed. */
  private RunRecord maker(String name, GithubRepository asked, GHPullRequest pull) {
    String formerly = asked.url().replaceAll("\\.git$", "") + "/pull/" + pull.getNumber();
    PullRequestsTable known = ledger.read().pullRequests();
    return known
        .madeBy(pull.getHtmlUrl().toString())
        .or(() -> known.madeBy(formerly))
        .flatMap(id -> ledger.read().runs().find(id))
        .orElseThrow(
            () ->
                RunEnded.failed(
                    "failed",
                    "not-ours: no run in this ledger made the pull request %s: ./drover runs lists them"
                        .formatted(name)));
  }

  private Set<String> told(RunRecord maker, String url) {
    return ledger.read().pullRequests().toldTo(maker.id()).stream()
        .filter(one -> one.pullRequest().equals(PullRequestsTable.keyOf(url)))
        .map(PullRequestLook::nameOf)
        .collect(Collectors.toSet());
  }

  private static String nameOf(ToldComment told) {
    return told.kind() + " " + told.comment();
  }

  private static void count(GHPullRequest pull, Tally tally) throws IOException {
    for (GHPullRequestReview review : pull.listReviews()) {
      String text = Objects.requireNonNullElse(review.getBody(), "");
      if (!text.isBlank() && !SILENT.contains(review.getState())) {
        tally.add(
            new ReviewComment(
                ReviewComment.OF_ALL,
                review.getId(),
                0,
                "",
                "",
                0,
                review.getHtmlUrl().toString(),
                text),
            review::getUser);
      }
    }
    for (GHPullRequestReviewComment comment : pull.listReviewComments()) {
      long first = comment.getInReplyToId();
      int line = comment.getLine() > 0 ? comment.getLine() : comment.getOriginalLine();
      tally.add(
          new ReviewComment(
              ReviewComment.OF_A_LINE,
              comment.getId(),
              first > 0 ? first : comment.getId(),
              "",
              Objects.requireNonNullElse(comment.getPath(), ""),
              Math.max(line, 0),
              comment.getHtmlUrl().toString(),
              Objects.requireNonNullElse(comment.getBody(), "")),
          comment::getUser);
    }
  }

  private static String login(GHUser user) {
    return user == null ? "" : user.getLogin();
  }
}
