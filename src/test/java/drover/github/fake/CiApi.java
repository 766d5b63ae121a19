package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.github.fake.FakeCheck.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Check runs, statuses and deployments of commits, and asking for them again. */
final class CiApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern COMMIT = Pattern.compile("/commits/([^/]+)/(check-runs|statuses)");
  private static final Pattern DEPLOYMENT = Pattern.compile("/deployments/(\\d+)/statuses");
  private static final Pattern NOTES = Pattern.compile("/check-runs/(\\d+)/annotations");
  private static final Pattern AGAIN = Pattern.compile("/check-runs/(\\d+)/rerequest");
  private static final Pattern LOG = Pattern.compile("/actions/jobs/(\\d+)/logs");
  private static final Pattern JOBS_AGAIN =
      Pattern.compile("/actions/runs/(\\d+)/rerun-failed-jobs");

  private final OfficialApi api = OfficialApi.get();
  private final Bodies bodies;
  private final Pages pages;
  private final String keptLogs;

  /**
   * @param keptLogs address below which the logs of jobs are
   */
  CiApi(Bodies bodies, Pages pages, String keptLogs) {
    this.bodies = bodies;
    this.pages = pages;
    this.keptLogs = keptLogs;
  }

  /** Empty: it is not about CI. */
  Optional<FakeAnswer> answer(
      FakeRequest request, String rest, FakeRepository here, FakeToken token) {
    Matcher commit = COMMIT.matcher(rest);
    if (commit.matches()) {
      String permission = commit.group(2).equals("statuses") ? "statuses" : "checks";
      return allowed(
          token.mayRead(permission),
          () ->
              permission.equals("checks")
                  ? checkRuns(here, commit.group(1))
                  : statuses(request, here, commit.group(1)));
    }
    if (rest.equals("/deployments")) {
      return allowed(token.mayRead("deployments"), () -> deployments(request, here));
    }
    return numbered(DEPLOYMENT, rest)
        .map(
            id ->
                here.ci.all().stream()
                    .filter(one -> one.kind == Kind.DEPLOYMENT && one.id == id)
                    .findFirst()
                    .map(one -> pages.page(request, here, List.of(deploymentStatus(one))))
                    .orElseGet(CiApi::notFound))
        .or(() -> notes(request, rest, here, token))
        .or(() -> log(rest, here, token))
        .or(() -> again(rest, here, token));
  }

  private static Optional<FakeAnswer> allowed(
      boolean may, java.util.function.Supplier<FakeAnswer> answer) {
    return Optional.of(may ? answer.get() : denied());
  }

  private static Optional<Long> numbered(Pattern pattern, String rest) {
    Matcher matcher = pattern.matcher(rest);
    return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  private FakeAnswer checkRuns(FakeRepository here, String commit) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode runs = answer.putArray("check_runs");
    here.ci.of(commit, List.of(Kind.JOB, Kind.CHECK)).forEach(one -> runs.add(checkRun(here, one)));
    answer.put("total_count", runs.size());
    return FakeAnswer.of(200, answer);
  }

  private ObjectNode checkRun(FakeRepository here, FakeCheck check) {
    ObjectNode body = api.example("check-run");
    String page =
        check.kind == Kind.JOB
            ? "https://github.com/%s/actions/runs/%d/job/%d"
                .formatted(here.fullName(), check.workflow, check.run)
            : "https://ci.example.com/" + check.run;
    body.put("id", check.run)
        .put("name", check.name)
        .put("head_sha", check.commit)
        .put("html_url", page)
        .put("details_url", page)
        .put("url", bodies.at(here, "/check-runs/" + check.run))
        .put("status", check.isOver() ? "completed" : check.answer());
    body.putArray("pull_requests");
    body.withObject("/output")
        .put("title", check.title)
        .put("summary", check.summary)
        .putNull("text")
        .put("annotations_count", check.notes.size());
    if (check.isOver()) {
      body.put("conclusion", check.answer());
    } else {
      body.putNull("conclusion").putNull("completed_at");
    }
    return body;
  }

  private FakeAnswer statuses(FakeRequest request, FakeRepository here, String commit) {
    return pages.page(
        request,
        here,
        here.ci.of(commit, List.of(Kind.STATUS)).reversed().stream().map(this::status).toList());
  }

  private JsonNode status(FakeCheck check) {
    return api.example("status-items")
        .put("id", check.id)
        .put("context", check.name)
        .put("state", check.answer())
        .put("description", check.title)
        .put("target_url", "https://ci.example.com/" + check.id);
  }

  private FakeAnswer deployments(FakeRequest request, FakeRepository here) {
    String commit = request.query().getOrDefault("sha", "");
    Stream<JsonNode> all =
        here.ci.of(commit, List.of(Kind.DEPLOYMENT)).reversed().stream()
            .map(
                one ->
                    api.example("deployment-items")
                        .put("id", one.id)
                        .put("sha", commit)
                        .put("environment", one.name)
                        .put("original_environment", one.name));
    return pages.page(request, here, all.toList());
  }

  private JsonNode deploymentStatus(FakeCheck check) {
    return api.example("deployment-status-items")
        .put("state", check.answer())
        .put("environment", check.name)
        .put("description", check.title);
  }

  private Optional<FakeAnswer> notes(
      FakeRequest request, String rest, FakeRepository here, FakeToken token) {
    return numbered(NOTES, rest)
        .map(
            id ->
                token.mayRead("checks")
                    ? run(here, id)
                        .map(
                            one ->
                                pages.page(
                                    request, here, one.notes.stream().map(this::note).toList()))
                        .orElseGet(CiApi::notFound)
                    : denied());
  }

  private JsonNode note(FakeCheck.Note note) {
    return api.example("check-annotation-items")
        .put("path", note.path())
        .put("start_line", note.line())
        .put("end_line", note.line())
        .put("message", note.message())
        .put("annotation_level", "failure");
  }

  private Optional<FakeAnswer> log(String rest, FakeRepository here, FakeToken token) {
    return numbered(LOG, rest)
        .map(
            id -> {
              if (!token.mayRead("actions")) {
                return denied();
              }
              return run(here, id)
                  .filter(one -> one.kind == Kind.JOB && !one.log.isEmpty())
                  .map(
                      one ->
                          FakeAnswer.of(302, MissingNode.getInstance())
                              .with("Location", keptLogs + one.id))
                  .orElseGet(CiApi::notFound);
            });
  }

  private Optional<FakeAnswer> again(String rest, FakeRepository here, FakeToken token) {
    Optional<FakeAnswer> one =
        numbered(AGAIN, rest)
            .map(
                id ->
                    token.mayWrite("checks")
                        ? runAgain(here, check -> check.run == id && check.kind == Kind.CHECK)
                        : denied());
    return one.or(
        () ->
            numbered(JOBS_AGAIN, rest)
                .map(id -> token.mayWrite("actions") ? jobsAgain(here, id) : denied()));
  }

  /** GitHub does that only once all jobs of the run are over. */
  private FakeAnswer jobsAgain(FakeRepository here, long workflow) {
    List<FakeCheck> jobs =
        here.ci.all().stream()
            .filter(one -> one.kind == Kind.JOB && one.workflow == workflow)
            .toList();
    if (jobs.stream().anyMatch(one -> !one.isOver())) {
      return FakeAnswer.refusal(403, "The workflow run containing this job is already running");
    }
    return runAgain(here, one -> jobs.contains(one) && !one.answer().equals("success"));
  }

  private FakeAnswer runAgain(FakeRepository here, Predicate<FakeCheck> which) {
    List<FakeCheck> found = here.ci.all().stream().filter(which).toList();
    found.forEach(one -> one.runAgain(one.kind == Kind.JOB ? here.ci.nextId() : one.run));
    return found.isEmpty() ? notFound() : FakeAnswer.of(201, JSON.createObjectNode());
  }

  private static Optional<FakeCheck> run(FakeRepository here, long id) {
    return here.ci.all().stream().filter(one -> one.run == id).findFirst();
  }

  private static FakeAnswer denied() {
    return FakeAnswer.refusal(403, "Resource not accessible by integration");
  }

  private static FakeAnswer notFound() {
    return FakeAnswer.refusal(404, "Not Found");
  }
}
