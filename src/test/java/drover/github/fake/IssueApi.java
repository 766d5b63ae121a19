package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Issues, their labels, and what blocks them. */
final class IssueApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ONE =
      Pattern.compile(
          "/issues/(\\d+)(/events|/labels|/labels/.+|/comments|/dependencies/blocked_by)?");

  private final OfficialApi api = OfficialApi.get();
  private final Bodies bodies;
  private final Pages pages;
  private final CommentApi comments;

  IssueApi(Bodies bodies, Pages pages) {
    this.bodies = bodies;
    this.pages = pages;
    this.comments = new CommentApi(bodies, pages);
  }

  /** Empty: it is not about an issue; pull requests have numbers too. */
  Optional<FakeAnswer> answer(
      FakeRequest request, String rest, FakeRepository here, FakeToken token) {
    boolean writes = !request.method().equals("GET");
    if (rest.equals("/issues") && !writes) {
      return Optional.of(allowed(token, false) ? list(request, here) : denied());
    }
    if (rest.equals("/events") && !writes) {
      return Optional.of(FakeAnswer.of(200, happened(here)));
    }
    if (rest.equals("/labels")) {
      return Optional.of(allowed(token, writes) ? labels(request, here, writes) : denied());
    }
    Matcher one = ONE.matcher(rest);
    if (!one.matches()) {
      return allowed(token, writes) ? comments.one(request, rest, here, token) : Optional.empty();
    }
    Optional<FakeIssue> issue = here.issue(Integer.parseInt(one.group(1)));
    String part = Optional.ofNullable(one.group(2)).orElse("");
    return issue.map(
        found -> allowed(token, writes) ? answer(request, here, token, found, part) : denied());
  }

  private static boolean allowed(FakeToken token, boolean writes) {
    return writes ? token.mayWrite("issues") : token.mayRead("issues");
  }

  private static FakeAnswer denied() {
    return FakeAnswer.refusal(403, "Resource not accessible by integration");
  }

  private FakeAnswer answer(
      FakeRequest request, FakeRepository here, FakeToken token, FakeIssue issue, String part) {
    return switch (part) {
      case "" -> {
        if (request.body().path("state").asText().equals("closed")) {
          issue.open = false;
        }
        yield FakeAnswer.of(200, body("issue", issue));
      }
      case "/events" -> events(request, here, issue);
      case "/comments" ->
          issue.locked && request.method().equals("POST")
              ? FakeAnswer.refusal(403, "Unable to create comment because issue is locked.")
              : comments.ofIssue(request, here, token, issue.number);
      case "/dependencies/blocked_by" -> blockers(request, here, issue);
      case "/labels" -> {
        JsonNode asked = request.body();
        JsonNode names = asked.isArray() ? asked : asked.path("labels");
        names.forEach(name -> issue.label(token.login(), name.asText()));
        names.forEach(name -> here.labels.add(name.asText()));
        yield FakeAnswer.of(200, labelsOf(issue));
      }
      default ->
          issue.unlabel(part.substring("/labels/".length()))
              ? FakeAnswer.of(200, labelsOf(issue))
              : FakeAnswer.refusal(404, "Label does not exist");
    };
  }

  /** Pull requests are issues too. */
  private FakeAnswer list(FakeRequest request, FakeRepository here) {
    String state = request.query().getOrDefault("state", "open");
    List<String> wanted =
        Stream.of(request.query().getOrDefault("labels", "").split(","))
            .filter(name -> !name.isEmpty())
            .toList();
    Stream<JsonNode> issues =
        here.issues.reversed().stream()
            .filter(issue -> state.equals("all") || issue.open == state.equals("open"))
            .filter(issue -> issue.labels().containsAll(wanted))
            .map(issue -> body("issue-items", issue));
    Stream<JsonNode> pulls =
        here.pulls.reversed().stream()
            .filter(pull -> pull.open && pull.labels.containsAll(wanted))
            .map(pull -> pull(here, pull));
    return pages.page(request, here, Stream.concat(issues, pulls).toList());
  }

  private ObjectNode pull(FakeRepository here, FakePull pull) {
    ObjectNode body = bodies.issue(here, pull);
    String url = bodies.page(here, pull.number);
    body.putObject("pull_request")
        .put("url", bodies.at(here, "/pulls/" + pull.number))
        .put("html_url", url)
        .put("diff_url", url + ".diff")
        .put("patch_url", url + ".patch");
    return body;
  }

  private FakeAnswer events(FakeRequest request, FakeRepository here, FakeIssue issue) {
    return pages.page(
        request, here, issue.events.stream().map(event -> (JsonNode) event(here, event)).toList());
  }

  private ObjectNode event(FakeRepository here, FakeIssue.Labelled labelled) {
    ObjectNode event = api.example("issue-event-for-issue-items");
    event
        .put("id", labelled.event())
        .put("event", "labeled")
        .put("url", bodies.at(here, "/issues/events/" + labelled.event()));
    event.putNull("commit_id").putNull("commit_url");
    event.putObject("label").put("name", labelled.label()).put("color", "ededed");
    Bodies.as((ObjectNode) event.path("actor"), labelled.actor());
    return event;
  }

  /** What happened in the repository, the latest first; here only labels that were put on. */
  private ArrayNode happened(FakeRepository here) {
    ArrayNode all = JSON.createArrayNode();
    here.issues.stream()
        .flatMap(issue -> issue.events.stream())
        .forEach(event -> all.insert(0, happened(here, event)));
    return all;
  }

  /**
   * Without what is told of the issue, which nobody reads: GitHub's description lets a payload be
   * that of one event only, and one of them, of the event that a repository became public, has no
   * fields, so that whatever is that of another is its as well.
   */
  private ObjectNode happened(FakeRepository here, FakeIssue.Labelled labelled) {
    ObjectNode event = api.example("repo-events-items");
    event
        .put("id", Long.toString(labelled.event()))
        .put("type", "IssuesEvent")
        .putObject("payload");
    event.withObject("/repo").put("name", here.fullName()).put("url", bodies.at(here, ""));
    return event;
  }

  /** A server of before 3.19 has none. */
  private FakeAnswer blockers(FakeRequest request, FakeRepository here, FakeIssue issue) {
    if (here.withoutDependencies) {
      return FakeAnswer.refusal(404, "Not Found");
    }
    return pages.page(
        request,
        here,
        issue.blockers.stream().map(one -> (JsonNode) body("issue-items", one)).toList());
  }

  private FakeAnswer labels(FakeRequest request, FakeRepository here, boolean writes) {
    if (!writes) {
      return pages.page(
          request, here, here.labels.stream().map(name -> (JsonNode) bodies.label(name)).toList());
    }
    String name = request.body().path("name").asText();
    return here.labels.add(name)
        ? FakeAnswer.of(201, api.example("label").put("name", name))
        : FakeAnswer.invalid("Label", "name", "already_exists", "");
  }

  private ArrayNode labelsOf(FakeIssue issue) {
    ArrayNode all = JSON.createArrayNode();
    issue.labels().forEach(name -> all.add(bodies.label(name)));
    return all;
  }

  private ObjectNode body(String example, FakeIssue issue) {
    FakeRepository there = issue.repository();
    ObjectNode body = api.example(example);
    body.remove("pull_request");
    body.put("id", 70_000L + issue.number)
        .put("number", issue.number)
        .put("title", issue.title)
        .put("body", issue.body)
        .put("state", issue.open ? "open" : "closed")
        .put("url", bodies.at(there, "/issues/" + issue.number))
        .put("repository_url", bodies.at(there, ""))
        .put("html_url", bodies.page(there, issue.number).replace("/pull/", "/issues/"));
    body.putNull("closed_at").putNull("closed_by");
    ArrayNode labels = body.putArray("labels");
    issue.labels().forEach(name -> labels.add(bodies.label(name)));
    return body;
  }
}
