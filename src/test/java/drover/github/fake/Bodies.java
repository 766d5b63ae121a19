package drover.github.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** Answers in the form of GitHub's own examples, with what this fake knows in them. */
final class Bodies {
  private final OfficialApi api = OfficialApi.get();
  private final URI web;
  private final String base;

  /**
   * @param base of the API
   */
  Bodies(URI web, String base) {
    this.web = web;
    this.base = base;
  }

  private static String since() {
    return "2026-03-01T12:00:00Z";
  }

  ObjectNode app() {
    return api.example("integration").put("slug", "drover").put("name", "Drover");
  }

  ObjectNode installation() {
    return api.example("base-installation").put("id", FakeCredentials.INSTALLATION);
  }

  ObjectNode token(FakeToken token) {
    ObjectNode body = api.example("installation-token");
    body.put("token", token.value()).put("expires_at", token.end().toString());
    body.remove("repositories");
    body.put("repository_selection", "selected");
    ObjectNode permissions = body.putObject("permissions");
    token.permissions().forEach(permissions::put);
    return body;
  }

  ObjectNode repository(FakeRepository repository) {
    ObjectNode body = api.example("full-repository-default-response");
    body.remove("source");
    body.remove("parent");
    body.putNull("language");
    return fill(body, repository)
        .put("archived", repository.isArchived())
        .put("default_branch", "main");
  }

  private ObjectNode fill(ObjectNode body, FakeRepository repository) {
    body.put("id", repository.id())
        .put("name", repository.shortName())
        .put("full_name", repository.fullName())
        .put("url", base + "/repos/" + repository.fullName())
        .put("html_url", web + "/" + repository.fullName())
        .put("clone_url", web + "/" + repository.fullName() + ".git");
    ((ObjectNode) body.path("owner")).put("login", repository.owner());
    return body;
  }

  /**
   * @param example {@code pull-request} or {@code pull-request-simple-items}
   */
  ObjectNode pull(String example, FakeRepository repository, FakePull pull) {
    ObjectNode body = api.example(example);
    body.put("id", 9_000 + pull.number)
        .put("number", pull.number)
        .put("title", pull.title)
        .put("body", pull.body)
        .put("draft", pull.draft)
        .put("state", pull.open ? "open" : "closed")
        .put("url", at(repository, "/pulls/" + pull.number))
        .put("issue_url", at(repository, "/issues/" + pull.number))
        .put("html_url", page(repository, pull.number));
    body.putArray("requested_teams");
    instant(body, "closed_at", !pull.open);
    instant(body, "merged_at", pull.merged);
    if (body.has("merged")) {
      body.put("merged", pull.merged);
      if (pull.merged) {
        body.set(
            "merged_by", ((ObjectNode) body.path("user")).deepCopy().put("login", pull.endedBy));
      } else {
        body.putNull("merged_by");
      }
    }
    var labels = body.putArray("labels");
    pull.labels.forEach(name -> labels.add(label(name)));
    side((ObjectNode) body.path("head"), repository, pull.head, pull.headRepository);
    side((ObjectNode) body.path("base"), repository, pull.base, repository.id());
    return body;
  }

  private void side(ObjectNode side, FakeRepository repository, String branch, long id) {
    side.put("ref", branch).put("label", repository.owner() + ":" + branch);
    repository.head(branch).ifPresent(sha -> side.put("sha", sha));
    fill((ObjectNode) side.path("repo"), repository).put("id", id);
  }

  ObjectNode issue(FakeRepository repository, FakePull pull) {
    ObjectNode body = api.example("issue");
    body.put("number", pull.number)
        .put("title", pull.title)
        .put("url", at(repository, "/issues/" + pull.number))
        .put("html_url", page(repository, pull.number))
        .put("state", pull.open ? "open" : "closed");
    instant(body, "closed_at", !pull.open);
    if (pull.endedBy.isEmpty()) {
      body.putNull("closed_by");
    } else {
      body.set("closed_by", ((ObjectNode) body.path("user")).deepCopy().put("login", pull.endedBy));
    }
    return body;
  }

  ObjectNode comment(FakeRepository repository, int number, Map.Entry<Long, String> comment) {
    ObjectNode body = api.example("issue-comment");
    body.put("id", comment.getKey())
        .put("body", comment.getValue())
        .put("url", at(repository, "/issues/comments/" + comment.getKey()))
        .put("html_url", page(repository, number) + "#issuecomment-" + comment.getKey());
    return body;
  }

  ObjectNode label(String name) {
    return api.example("label-items").put("name", name);
  }

  ObjectNode ref(FakeRepository repository, String ref, String sha) {
    ObjectNode body = api.example("git-ref");
    body.put("ref", "refs/" + ref).put("url", at(repository, "/git/refs/" + ref));
    ((ObjectNode) body.path("object")).put("sha", sha);
    return body;
  }

  ObjectNode permission(String role) {
    return api.example("repository-collaborator-permission-response-if-user-has-admin-permissions")
        .put("permission", role)
        .put("role_name", role);
  }

  ObjectNode user(String login) {
    return as(api.example("public-user-default-response"), login);
  }

  ObjectNode self(String login) {
    return as(
        api.example("private-user-response-with-public-and-private-profile-information"), login);
  }

  static ObjectNode as(ObjectNode user, String login) {
    return user.put("login", login).put("type", login.endsWith("[bot]") ? "Bot" : "User");
  }

  String at(FakeRepository repository, String path) {
    return base + "/repos/" + repository.fullName() + path;
  }

  String page(FakeRepository repository, int number) {
    return web + "/" + repository.fullName() + "/pull/" + number;
  }

  private static void instant(ObjectNode body, String field, boolean happened) {
    if (happened) {
      body.put(field, Instant.parse(since()).toString());
    } else {
      body.putNull(field);
    }
  }
}
