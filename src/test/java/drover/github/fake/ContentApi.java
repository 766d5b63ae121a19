package drover.github.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Files and branches, as they are in the repository of git. */
final class ContentApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OfficialApi api = OfficialApi.get();
  private final Bodies bodies;

  ContentApi(Bodies bodies) {
    this.bodies = bodies;
  }

  /** Empty: it is about neither. */
  Optional<FakeAnswer> answer(String rest, FakeRepository here) {
    if (rest.startsWith("/branches/")) {
      return Optional.of(branch(here, rest.substring("/branches/".length())));
    }
    return rest.startsWith("/contents/")
        ? Optional.of(content(here, rest.substring("/contents/".length())))
        : Optional.empty();
  }

  private FakeAnswer branch(FakeRepository here, String name) {
    return here.head(name)
        .map(
            sha -> {
              ObjectNode body = api.example("branch-get");
              body.put("name", name).put("protected", here.protectedBranches.contains(name));
              ((ObjectNode) body.path("commit")).put("sha", sha);
              return FakeAnswer.of(200, body);
            })
        .orElseGet(() -> FakeAnswer.refusal(404, "Branch not found"));
  }

  private FakeAnswer content(FakeRepository here, String path) {
    List<String> below =
        GitCommand.ask(here.git(), "ls-tree", "--name-only", "main", "--", path + "/")
            .map(text -> text.lines().toList())
            .orElse(List.of());
    if (!below.isEmpty()) {
      ArrayNode all = JSON.createArrayNode();
      below.forEach(file -> all.add(entry(here, file)));
      return FakeAnswer.of(200, all);
    }
    return GitCommand.ask(here.git(), "cat-file", "-e", "main:" + path)
        .map(any -> FakeAnswer.of(200, file(here, path)))
        .orElseGet(() -> FakeAnswer.refusal(404, "Not Found"));
  }

  private ObjectNode entry(FakeRepository here, String path) {
    ObjectNode entry =
        (ObjectNode)
            api.example("content-file-response-if-content-is-a-directory-object")
                .path("entries")
                .path(0);
    return named(entry, here, path);
  }

  private ObjectNode file(FakeRepository here, String path) {
    return named(api.example("content-file-response-if-content-is-a-file"), here, path);
  }

  private ObjectNode named(ObjectNode entry, FakeRepository here, String path) {
    return entry
        .put("name", path.substring(path.lastIndexOf('/') + 1))
        .put("path", path)
        .put("url", bodies.at(here, "/contents/" + path));
  }
}
