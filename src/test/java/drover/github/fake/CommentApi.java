package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said on issues: written, listed, edited by who wrote it. */
final class CommentApi {
  private static final Pattern ONE = Pattern.compile("/issues/comments/(\\d+)");

  private final Bodies bodies;
  private final Pages pages;

  CommentApi(Bodies bodies, Pages pages) {
    this.bodies = bodies;
    this.pages = pages;
  }

  /** Of one issue. */
  FakeAnswer ofIssue(FakeRequest request, FakeRepository here, FakeToken token, int number) {
    if (request.method().equals("GET")) {
      return pages.page(
          request,
          here,
          here.comments.getOrDefault(number, Map.of()).entrySet().stream()
              .map(one -> (JsonNode) body(here, number, one))
              .toList());
    }
    long made = here.comment(number, request.body().path("body").asText());
    here.commentAuthors.put(made, token.login());
    return FakeAnswer.of(
        201, body(here, number, Map.entry(made, here.comments.get(number).get(made))));
  }

  /** Empty: it is not about one comment. */
  Optional<FakeAnswer> one(FakeRequest request, String rest, FakeRepository here, FakeToken token) {
    Matcher path = ONE.matcher(rest);
    if (!path.matches()) {
      return Optional.empty();
    }
    long id = Long.parseLong(path.group(1));
    Optional<Integer> number =
        here.comments.entrySet().stream()
            .filter(of -> of.getValue().containsKey(id))
            .map(Map.Entry::getKey)
            .findFirst();
    if (number.isEmpty()) {
      return Optional.of(FakeAnswer.refusal(404, "Not Found"));
    }
    boolean writes = request.method().equals("PATCH");
    if (writes && !here.authorOf(id).map(token.login()::equals).orElse(true)) {
      return Optional.of(FakeAnswer.refusal(403, "Resource not accessible by integration"));
    }
    Map<Long, String> all = here.comments.get(number.get());
    if (writes) {
      all.put(id, request.body().path("body").asText());
    }
    return Optional.of(FakeAnswer.of(200, body(here, number.get(), Map.entry(id, all.get(id)))));
  }

  private ObjectNode body(FakeRepository here, int number, Map.Entry<Long, String> comment) {
    ObjectNode body = bodies.comment(here, number, comment);
    here.authorOf(comment.getKey())
        .ifPresent(login -> Bodies.as((ObjectNode) body.path("user"), login));
    return body;
  }
}
