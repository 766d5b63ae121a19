package drover.github.poll;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.PollSettings;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.json.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.kohsuke.github.GHIssue;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPermissionType;
import org.kohsuke.github.GHRepository;

/** What GitHub shows of issues: each question is one that costs nothing while nothing changes. */
public final class IssueReading {
  private static final int PAGE = 100;

  private final GithubAccess access;
  private final PollSettings settings;

  public IssueReading(GithubAccess access, PollSettings settings) {
    this.access = access;
    this.settings = settings;
  }

  /**
   * The open issues of a repository that carry the label, in the order of their turns.
   *
   * @throws drover.effect.Refused when GitHub refuses
   * @throws drover.effect.Unavailable when GitHub does not answer
   */
  public List<IssueCase> inOrder(@Body IssueCase ofRepository) {
    return labelled(ofRepository.repository(), settings.readyLabel()).stream()
        .sorted(SeenIssue.ORDER)
        .map(ofRepository::about)
        .toList();
  }

  /**
   * One issue, by its number.
   *
   * @throws drover.effect.Refused as above, or there is none
   * @throws drover.effect.Unavailable when GitHub does not answer
   */
  public SeenIssue one(GithubRepository repository, int number) {
    return access.ask(repository, Purpose.ISSUES, here -> SeenIssue.of(here.getIssue(number)));
  }

  /** Open issues with a label; pull requests are issues to GitHub, and none here. */
  List<SeenIssue> labelled(GithubRepository repository, String label) {
    return access.ask(repository, Purpose.ISSUES, here -> labelled(here, label));
  }

  private static List<SeenIssue> labelled(GHRepository here, String label) throws IOException {
    List<SeenIssue> found = new ArrayList<>();
    for (GHIssue issue :
        here.queryIssues().state(GHIssueState.OPEN).label(label).pageSize(PAGE).list()) {
      SeenIssue seen = SeenIssue.of(issue);
      if (!seen.isPullRequest()) {
        found.add(seen);
      }
    }
    return found;
  }

  /** The latest application of the label that asks for work; empty: there was none. */
  Optional<Labelling> labelling(GithubRepository repository, int number) {
    return access
        .list(repository, Purpose.ISSUES, "/issues/%d/events?per_page=%d".formatted(number, PAGE))
        .orElse(List.of())
        .stream()
        .filter(event -> event.path("event").asText().equals("labeled"))
        .filter(
            event ->
                event.path("label").path("name").asText().equalsIgnoreCase(settings.readyLabel()))
        .map(IssueReading::labelling)
        .reduce((first, latest) -> latest.event() > first.event() ? latest : first);
  }

  private static Labelling labelling(JsonNode event) {
    JsonNode actor = event.path("actor");
    return new Labelling(
        event.path("id").asLong(),
        WireJson.text(actor, "login").orElse(""),
        WireJson.text(actor, "type").orElse(""));
  }

  /**
   * Whether somebody may write there: GitHub gives {@code maintain} as {@code write} and {@code
   * triage} as {@code read}.
   */
  boolean mayWrite(GithubRepository repository, Labelling by) {
    if (!by.type().equals("User") || by.actor().isEmpty()) {
      return false;
    }
    return access.ask(
        repository,
        Purpose.ISSUES,
        here -> {
          try {
            GHPermissionType permission = here.getPermission(by.actor());
            return permission == GHPermissionType.WRITE || permission == GHPermissionType.ADMIN;
          } catch (ApiRefusal refusal) {
            if (refusal.status() == 404) { // no collaborator, and not even a member
              return false;
            }
            throw refusal;
          }
        });
  }

  /** What blocks an issue by GitHub's own dependencies; empty: this GitHub has none. */
  Optional<List<JsonNode>> blockers(GithubRepository repository, int number) {
    return access.list(
        repository,
        Purpose.ISSUES,
        "/issues/%d/dependencies/blocked_by?per_page=%d".formatted(number, PAGE));
  }
}
