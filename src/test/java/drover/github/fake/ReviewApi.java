package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Stream;

/** Reviews of pull requests, and who may say what counts. */
final class ReviewApi {
  private final OfficialApi api = OfficialApi.get();
  private final Bodies bodies;
  private final Pages pages;

  ReviewApi(Bodies bodies, Pages pages) {
    this.bodies = bodies;
    this.pages = pages;
  }

  FakeAnswer comments(FakeRequest request, FakeRepository here, FakePull pull) {
    Stream<JsonNode> all =
        here.reviewComments.stream()
            .filter(one -> one.pull() == pull.number)
            .map(one -> comment("pull-request-review-comment-items", here, one));
    return pages.page(request, here, all.toList());
  }

  FakeAnswer reviews(FakeRequest request, FakeRepository here, FakePull pull) {
    Stream<JsonNode> all =
        here.reviews.stream()
            .filter(one -> one.pull() == pull.number)
            .map(one -> review(here, one));
    return pages.page(request, here, all.toList());
  }

  /** Only what begins a thread can be answered. */
  FakeAnswer reply(FakeRequest request, FakeRepository here, FakePull pull, FakeToken by, long id) {
    Optional<FakeReviewComment> to =
        here.reviewComments.stream()
            .filter(one -> one.pull() == pull.number && one.id() == id && one.thread() == 0)
            .findFirst();
    return to.map(
            one -> {
              String text = request.body().path("body").asText();
              FakeReviewComment made = here.reply(by.login(), one, text);
              return FakeAnswer.of(201, comment("pull-request-review-comment", here, made));
            })
        .orElseGet(() -> FakeAnswer.refusal(404, "Not Found"));
  }

  /** {@code maintain} and {@code triage} exist only by the name of the role. */
  FakeAnswer permission(FakeRepository here, String login) {
    String role = here.roleOf(login);
    String permission =
        switch (role) {
          case "maintain" -> "write";
          case "triage" -> "read";
          default -> role;
        };
    ObjectNode body = bodies.permission(permission).put("role_name", role);
    ((ObjectNode) body.path("user")).put("login", login).put("role_name", role);
    return FakeAnswer.of(200, body);
  }

  private ObjectNode comment(String example, FakeRepository here, FakeReviewComment one) {
    ObjectNode body = api.example(example);
    body.put("id", one.id())
        .put("pull_request_review_id", one.id() + 40_000)
        .put("path", one.path())
        .put("line", one.line())
        .put("body", one.text())
        .put("url", bodies.at(here, "/pulls/comments/" + one.id()))
        .put("html_url", bodies.page(here, one.pull()) + "#discussion_r" + one.id());
    if (one.thread() == 0) {
      body.remove("in_reply_to_id");
    } else {
      body.put("in_reply_to_id", one.thread());
    }
    Bodies.as((ObjectNode) body.path("user"), one.author());
    return body;
  }

  private ObjectNode review(FakeRepository here, FakeReview one) {
    ObjectNode body = api.example("pull-request-review-items");
    body.put("id", one.id())
        .put("body", one.text())
        .put("state", one.state())
        .put("html_url", bodies.page(here, one.pull()) + "#pullrequestreview-" + one.id());
    Bodies.as((ObjectNode) body.path("user"), one.author());
    return body;
  }
}
