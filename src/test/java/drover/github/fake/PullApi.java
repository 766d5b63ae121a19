package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/** Pull requests: of one head and base only one is open. */
final class PullApi {
  private final Bodies bodies;
  private final Pages pages;

  PullApi(Bodies bodies, Pages pages) {
    this.bodies = bodies;
    this.pages = pages;
  }

  /** A filter for a head without its owner is ignored, as GitHub ignores it. */
  FakeAnswer list(FakeRequest request, FakeRepository here) {
    String state = request.query().getOrDefault("state", "open");
    String base = request.query().getOrDefault("base", "");
    String head = request.query().getOrDefault("head", "");
    String prefix = here.owner() + ":";
    Stream<JsonNode> found =
        here.pulls.reversed().stream()
            .filter(pull -> state.equals("all") || pull.open == state.equals("open"))
            .filter(pull -> base.isEmpty() || pull.base.equals(base))
            .filter(pull -> !head.contains(":") || head.equals(prefix + pull.head))
            .map(pull -> bodies.pull("pull-request-simple-items", here, pull));
    return pages.page(request, here, found.toList());
  }

  FakeAnswer one(FakeRepository here, FakePull pull) {
    return FakeAnswer.of(200, bodies.pull("pull-request", here, pull));
  }

  FakeAnswer create(FakeRequest request, FakeRepository here) {
    JsonNode asked = request.body();
    String head = asked.path("head").asText();
    String base = asked.path("base").asText();
    Optional<String> from = here.head(head);
    Optional<String> to = here.head(base);
    if (from.isEmpty() || to.isEmpty()) {
      return FakeAnswer.invalid("PullRequest", to.isEmpty() ? "base" : "head", "invalid", "");
    }
    if (from.equals(to)) {
      return FakeAnswer.invalid(
          "PullRequest", "", "custom", "No commits between %s and %s".formatted(base, head));
    }
    boolean exists =
        here.pulls.stream()
            .anyMatch(
                one ->
                    one.open
                        && one.head.equals(head)
                        && one.base.equals(base)
                        && one.headRepository == here.id());
    if (exists) {
      return FakeAnswer.invalid(
          "PullRequest",
          "",
          "custom",
          "A pull request already exists for %s:%s.".formatted(here.owner(), head));
    }
    FakePull made =
        here.open(
            asked.path("title").asText(),
            asked.path("body").asText(),
            head,
            base,
            asked.path("draft").asBoolean());
    return FakeAnswer.of(201, bodies.pull("pull-request", here, made));
  }

  FakeAnswer edit(FakeRequest request, FakeRepository here, FakePull pull) {
    JsonNode asked = request.body();
    pull.title = asked.path("title").asText(pull.title);
    pull.body = asked.path("body").asText(pull.body);
    pull.open = asked.path("state").asText(pull.open ? "open" : "closed").equals("open");
    return one(here, pull);
  }
}
