package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is below {@code /repos/{owner}/{repo}}. */
final class RepositoryApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBERED =
      Pattern.compile("/(pulls|issues)/(\\d+)(/labels|/comments|/reviews)?");
  private static final Pattern REPLIES = Pattern.compile("/pulls/(\\d+)/comments/(\\d+)/replies");
  private static final Pattern REF = Pattern.compile("/git/ref/(.+)");
  private static final Pattern COLLABORATOR = Pattern.compile("/collaborators/([^/]+)/permission");
  private static final List<String> CONVERSATION = List.of("issues", "pull_requests");
  private static final List<String> PULLS = List.of("pull_requests");

  private final Bodies bodies;
  private final PullApi pulls;
  private final ReviewApi reviews;
  private final IssueApi issues;
  private final ContentApi contents;
  private final CiApi ci;
  private final Pages pages;

  RepositoryApi(Bodies bodies, String base) {
    this.bodies = bodies;
    this.pages = new Pages(base);
    this.pulls = new PullApi(bodies, pages);
    this.reviews = new ReviewApi(bodies, pages);
    this.issues = new IssueApi(bodies, pages);
    this.contents = new ContentApi(bodies);
    this.ci = new CiApi(bodies, pages, base + FakeGithub.KEPT_LOGS);
  }

  FakeAnswer answer(FakeRequest request, String rest, FakeRepository here, FakeToken token) {
    Matcher numbered = NUMBERED.matcher(rest);
    Matcher ref = REF.matcher(rest);
    boolean writes = !request.method().equals("GET");
    if (writes && here.isArchived()) {
      return FakeAnswer.refusal(403, "Repository was archived so is read-only.");
    }
    if (rest.isEmpty()) {
      ObjectNode body = bodies.repository(here);
      body.withObject("/permissions").put("push", token.mayWrite("contents"));
      return FakeAnswer.of(200, body);
    }
    if (rest.equals("/pulls")) {
      return allowed(
          token,
          PULLS,
          writes,
          () -> writes ? pulls.create(request, here) : pulls.list(request, here));
    }
    if (ref.matches()) {
      return allowed(token, List.of("contents"), writes, () -> ref(here, ref.group(1)));
    }
    Optional<FakeAnswer> other =
        issues
            .answer(request, rest, here, token)
            .or(() -> ci.answer(request, rest, here, token))
            .or(() -> contents(rest, here, token));
    if (other.isPresent()) {
      return other.get();
    }
    Matcher collaborator = COLLABORATOR.matcher(rest);
    if (collaborator.matches()) {
      return reviews.permission(here, collaborator.group(1));
    }
    Matcher replies = REPLIES.matcher(rest);
    if (replies.matches() && here.pull(Integer.parseInt(replies.group(1))).isPresent()) {
      FakePull pull = here.pull(Integer.parseInt(replies.group(1))).orElseThrow();
      long to = Long.parseLong(replies.group(2));
      return allowed(token, PULLS, true, () -> reviews.reply(request, here, pull, token, to));
    }
    return numbered.matches()
        ? numbered(request, here, token, numbered)
        : FakeAnswer.refusal(404, "Not Found");
  }

  private Optional<FakeAnswer> contents(String rest, FakeRepository here, FakeToken token) {
    return contents
        .answer(rest, here)
        .map(answer -> allowed(token, List.of("contents"), false, () -> answer));
  }

  private FakeAnswer numbered(
      FakeRequest request, FakeRepository here, FakeToken token, Matcher path) {
    Optional<FakePull> pull = here.pull(Integer.parseInt(path.group(2)));
    boolean writes = !request.method().equals("GET");
    if (pull.isEmpty()) {
      return FakeAnswer.refusal(404, "Not Found");
    }
    String kind = path.group(1) + Optional.ofNullable(path.group(3)).orElse("");
    return switch (kind) {
      case "pulls" ->
          allowed(
              token,
              PULLS,
              writes,
              () -> writes ? pulls.edit(request, here, pull.get()) : pulls.one(here, pull.get()));
      case "pulls/comments" ->
          allowed(token, PULLS, false, () -> reviews.comments(request, here, pull.get()));
      case "pulls/reviews" ->
          allowed(token, PULLS, false, () -> reviews.reviews(request, here, pull.get()));
      case "issues" ->
          allowed(
              token,
              CONVERSATION,
              writes,
              () -> FakeAnswer.of(200, bodies.issue(here, pull.get())));
      case "issues/labels" ->
          allowed(token, CONVERSATION, writes, () -> addLabels(request.body(), pull.get()));
      case "issues/comments" ->
          allowed(
              token,
              CONVERSATION,
              writes,
              () ->
                  writes
                      ? comment(request, here, pull.get())
                      : comments(request, here, pull.get()));
      default -> FakeAnswer.refusal(404, "Not Found");
    };
  }

  private static FakeAnswer allowed(
      FakeToken token, List<String> permissions, boolean writes, Supplier<FakeAnswer> answer) {
    boolean may =
        permissions.stream().anyMatch(one -> writes ? token.mayWrite(one) : token.mayRead(one));
    return may ? answer.get() : FakeAnswer.refusal(403, "Resource not accessible by integration");
  }

  private FakeAnswer addLabels(JsonNode asked, FakePull pull) {
    JsonNode names = asked.isArray() ? asked : asked.path("labels");
    names.forEach(name -> pull.labels.add(name.asText()));
    ArrayNode all = JSON.createArrayNode();
    pull.labels.forEach(name -> all.add(bodies.label(name)));
    return FakeAnswer.of(200, all);
  }

  private FakeAnswer comment(FakeRequest request, FakeRepository here, FakePull pull) {
    String text = request.body().path("body").asText();
    long made = here.comment(pull.number, text);
    return FakeAnswer.of(201, bodies.comment(here, pull.number, Map.entry(made, text)));
  }

  private FakeAnswer comments(FakeRequest request, FakeRepository here, FakePull pull) {
    Stream<JsonNode> all =
        here.comments.getOrDefault(pull.number, Map.of()).entrySet().stream()
            .map(one -> bodies.comment(here, pull.number, one));
    return pages.page(request, here, all.toList());
  }

  private FakeAnswer ref(FakeRepository here, String ref) {
    return here.head(ref.replaceFirst("^heads/", ""))
        .map(sha -> FakeAnswer.of(200, bodies.ref(here, ref, sha)))
        .orElseGet(() -> FakeAnswer.refusal(404, "Not Found"));
  }
}
