package drover.github.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Files and branches, as they are in the repository of git. */
final class ContentApi {
  private static final String TREES = "/git/trees/";

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
    return rest.startsWith(TREES)
        ? Optional.of(tree(here, rest.substring(TREES.length())))
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

  /** All files and directories below a commit. */
  private FakeAnswer tree(FakeRepository here, String ref) {
    return here.head(ref)
        .map(sha -> FakeAnswer.of(200, tree(here, ref, sha)))
        .orElseGet(() -> FakeAnswer.refusal(409, "Git Repository is empty."));
  }

  private ObjectNode tree(FakeRepository here, String ref, String sha) {
    ObjectNode body = api.example("git-tree-response-recursively-retrieving-a-tree");
    body.put("sha", sha).put("url", bodies.at(here, "/git/trees/" + sha)).put("truncated", false);
    ArrayNode entries = body.putArray("tree");
    GitCommand.run(here.git(), "ls-tree", "-r", "-t", ref)
        .lines()
        .map(line -> line.split("[ \\t]", 4))
        .forEach(
            part ->
                entries
                    .addObject()
                    .put("path", part[3])
                    .put("mode", part[0])
                    .put("type", part[1])
                    .put("sha", part[2])
                    .put("url", bodies.at(here, "/git/blobs/" + part[2])));
    return body;
  }
}
