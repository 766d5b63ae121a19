package drover.issue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.Brief;
import drover.run.StepResult;
import java.util.List;
import java.util.Map;

/**
 * Result of the step {@code issue}: what it said when the work began.
 *
 * @param repository {@code owner/repo}
 * @param repositoryUrl where that is
 * @param url of its page; empty: a sample has none
 * @param text all of it for a prompt, limited in size
 * @param notices what a person should know, for instance that comments were left out
 */
public record Issue(
    String repository,
    String repositoryUrl,
    int number,
    String title,
    String url,
    String text,
    List<String> notices)
    implements StepResult {
  private static final int LONGEST_TITLE = 80;

  public Issue {
    notices = List.copyOf(notices);
  }

  /** {@code owner/repo#12}. */
  @JsonIgnore
  public String getName() {
    return repository + "#" + number;
  }

  /** What the agent is told to do. */
  @JsonIgnore
  public Brief getBrief() {
    return new Brief(title, text, Map.of("ISSUE", getName()), List.of("Closes #" + number));
  }

  @Override
  public String summary() {
    String shown =
        title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE) + "…";
    return "%s \"%s\"".formatted(getName(), shown);
  }
}
