package drover.github.review;

import drover.json.Json;
import drover.run.RunExecution;
import drover.turn.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Variable;

/**
 * A pull request to rehearse with: its comments are sorted as real ones are. No run made it, and
 * none is told.
 */
public final class SamplePullRequest {
  private static final String FILE = "jobs/pr-fix.sample.json";

  /**
   * @param type of the author's account
   * @param permission of the author to the repository
   */
  private record Sample(
      long id, String author, String type, String permission, String path, int line, String text) {}

  private record Samples(List<Sample> comments) {}

  private final Texts texts;

  public SamplePullRequest(Texts texts) {
    this.texts = texts;
  }

  /** Work of the step {@code look} in a rehearsal. */
  public PullRequestSeen look(@Variable("run") RunExecution run) {
    List<ReviewComment> comments = new ArrayList<>();
    Map<String, Integer> leftOut = new TreeMap<>();
    for (Sample one : Json.read(texts.get(FILE), Samples.class).comments()) {
      Speaker speaker =
          Speaker.isOurs(one.text()) ? Speaker.OWN : Speaker.of(one.type(), one.permission());
      if (speaker == Speaker.TRUSTED) {
        comments.add(
            new ReviewComment(
                ReviewComment.OF_A_LINE,
                one.id(),
                one.id(),
                one.author(),
                one.path(),
                one.line(),
                "",
                one.text()));
      } else {
        leftOut.merge(speaker.word(), 1, Integer::sum);
      }
    }
    return new PullRequestSeen(
        PullRequestLook.nameIn(run),
        "",
        "",
        1,
        "",
        PullRequestSeen.OPEN,
        "",
        Optional.empty(),
        comments,
        leftOut);
  }
}
