package drover.github.ci;

import com.fasterxml.jackson.databind.JsonNode;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.json.WireJson;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kohsuke.github.GHCheckRun;
import org.kohsuke.github.GHRepository;

/**
 * What GitHub shows of a commit: the latest check run of each name, the latest status of each
 * context, the latest status of the latest deployment to each environment (GitHub Docs, "REST API
 * endpoints for check runs", "for commit statuses", "for deployment statuses"). Each question costs
 * nothing while nothing changes.
 */
public final class CiReading {
  private static final int PAGE = 100;
  private static final int LONGEST_REPORT = 4_000;
  private static final Pattern WORKFLOW = Pattern.compile("/actions/runs/([1-9][0-9]{0,17})\\b");

  /** Conclusions of a check run that are no failure; the words are GitHub's. */
  private static final Map<String, CheckState> CONCLUSIONS =
      Map.of(
          "success", CheckState.GREEN,
          "neutral", CheckState.GREEN,
          "skipped", CheckState.GREEN,
          "cancelled", CheckState.BROKEN_OFF,
          "stale", CheckState.BROKEN_OFF,
          "action_required", CheckState.BROKEN_OFF);

  /** Of a commit's status and of a deployment's; {@code inactive}: a later one took its place. */
  private static final Map<String, CheckState> STATES =
      Map.of(
          "success", CheckState.GREEN,
          "inactive", CheckState.GREEN,
          "pending", CheckState.PENDING,
          "queued", CheckState.PENDING,
          "in_progress", CheckState.PENDING,
          "waiting", CheckState.PENDING);

  private final GithubAccess access;

  public CiReading(GithubAccess access) {
    this.access = access;
  }

  /**
   * All that is said of a commit; a commit that GitHub does not know has nothing.
   *
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public List<CheckSeen> of(GithubRepository repository, String commit) {
    List<CheckSeen> seen = new ArrayList<>();
    try {
      seen.addAll(access.ask(repository, Purpose.CI, here -> checkRuns(here, commit)));
      seen.addAll(statuses(repository, commit));
      seen.addAll(deployments(repository, commit));
    } catch (ApiRefusal e) {
      if (e.status() == 422) { // no such commit there
        return List.of();
      }
      throw new Refused(
          "GitHub does not show what CI says in %s (%d %s)"
              .formatted(repository.fullName(), e.status(), e.said()));
    }
    return List.copyOf(seen);
  }

  private static List<CheckSeen> checkRuns(GHRepository here, String commit) throws IOException {
    List<CheckSeen> found = new ArrayList<>();
    for (GHCheckRun run : here.getCheckRuns(commit, Map.of("per_page", PAGE))) {
      found.add(checkRun(run));
    }
    return found;
  }

  private static CheckSeen checkRun(GHCheckRun run) {
    String conclusion = Objects.toString(run.getConclusion(), "").toLowerCase(Locale.ROOT);
    boolean isOver = run.getStatus() == GHCheckRun.Status.COMPLETED;
    CheckState state =
        isOver ? CONCLUSIONS.getOrDefault(conclusion, CheckState.RED) : CheckState.PENDING;
    String title = Optional.ofNullable(run.getOutput()).map(GHCheckRun.Output::getTitle).orElse("");
    String url = Objects.toString(run.getHtmlUrl(), "");
    String details = Objects.toString(run.getDetailsUrl(), "");
    Matcher workflow = WORKFLOW.matcher(details.contains("/actions/runs/") ? details : url);
    return new CheckSeen(
        Stage.BUILD,
        run.getName(),
        state,
        OneLine.of(title.isEmpty() ? conclusion.replace('_', ' ') : title),
        state == CheckState.RED ? report(run) : "",
        url,
        run.getId(),
        workflow.find() ? Long.parseLong(workflow.group(1)) : 0,
        Optional.ofNullable(run.getStartedAt()).map(Date::toInstant));
  }

  private static String report(GHCheckRun run) {
    return Optional.ofNullable(run.getOutput())
        .map(
            output ->
                Objects.toString(output.getSummary(), "")
                    + "\n"
                    + Objects.toString(output.getText(), ""))
        .map(String::strip)
        .map(text -> text.substring(0, Math.min(LONGEST_REPORT, text.length())))
        .orElse("");
  }

  /** Newest first: the first one of a context counts. */
  private List<CheckSeen> statuses(GithubRepository repository, String commit) {
    Map<String, CheckSeen> latest = new LinkedHashMap<>();
    for (JsonNode status : list(repository, "/commits/" + commit + "/statuses")) {
      String context = WireJson.text(status, "context").orElse("default");
      latest.putIfAbsent(context, status(Stage.BUILD, context, status));
    }
    return List.copyOf(latest.values());
  }

  private List<CheckSeen> deployments(GithubRepository repository, String commit) {
    Map<String, JsonNode> latest = new LinkedHashMap<>();
    for (JsonNode deployment : list(repository, "/deployments?sha=" + commit)) {
      latest.putIfAbsent(WireJson.text(deployment, "environment").orElse("production"), deployment);
    }
    List<CheckSeen> found = new ArrayList<>();
    latest.forEach(
        (environment, deployment) -> {
          long id = deployment.path("id").asLong();
          String name = "deployment to " + OneLine.of(environment);
          found.add(
              list(repository, "/deployments/" + id + "/statuses").stream()
                  .findFirst()
                  .map(status -> status(Stage.DEPLOY, name, status))
                  .orElseGet(() -> begun(name)));
        });
    return found;
  }

  private static CheckSeen status(Stage stage, String name, JsonNode status) {
    String state = WireJson.text(status, "state").orElse("");
    return new CheckSeen(
        stage,
        name,
        STATES.getOrDefault(state, CheckState.RED),
        OneLine.of(WireJson.text(status, "description").orElse(state)),
        "",
        WireJson.text(status, "target_url").orElse(""),
        0,
        0,
        WireJson.text(status, "created_at").flatMap(CiReading::instant));
  }

  private static CheckSeen begun(String name) {
    return new CheckSeen(
        Stage.DEPLOY, name, CheckState.PENDING, "no status yet", "", "", 0, 0, Optional.empty());
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (java.time.format.DateTimeParseException e) {
      return Optional.empty(); // it only tells a person when
    }
  }

  private List<JsonNode> list(GithubRepository repository, String path) {
    String paged = path + (path.contains("?") ? "&" : "?") + "per_page=" + PAGE;
    return access.list(repository, Purpose.CI, paged).orElse(List.of());
  }
}
