package drover.github.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.npm.NeedsNode;
import drover.npm.NodePackages;
import drover.run.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GitHub's own client takes the fake for GitHub. */
@NeedsNode
class OctokitTest {
  @Test
  void it_opens_labels_comments_pages_and_keeps(@TempDir Path folder) throws IOException {
    try (FakeGithub github = new FakeGithub(folder.resolve("github"), new ManualClock())) {
      FakeRepository site = github.repository("acme/site");
      commit(site, folder.resolve("work"));
      String token =
          github.credentials().personal(Map.of("pull_requests", "write", "issues", "write"));
      JsonNode got =
          NodePackages.ask(
              "github-client.mjs",
              Map.of(
                  "baseUrl",
                  github.apiUrl(),
                  "token",
                  token,
                  "repository",
                  "acme/site",
                  "head",
                  "topic"));
      assertThat(got.toString())
          .isEqualTo(
              "{\"number\":1,\"draft\":true,"
                  + "\"again\":\"422 A pull request already exists for acme:topic.\","
                  + "\"labels\":[\"agent-ready\"],"
                  + "\"comments\":[\"comment 0\",\"comment 1\",\"comment 2\",\"comment 3\",\"comment 4\"],"
                  + "\"unchanged\":304}");
      assertThat(github.violations()).isEmpty();
    }
  }

  private static void commit(FakeRepository site, Path work) throws IOException {
    Files.createDirectories(work);
    GitCommand.run(work, "init", "--quiet", "--initial-branch=main");
    GitCommand.run(work, "commit", "--quiet", "--allow-empty", "-m", "first");
    GitCommand.run(work, "checkout", "--quiet", "-b", "topic");
    GitCommand.run(work, "commit", "--quiet", "--allow-empty", "-m", "second");
    GitCommand.run(site.git(), "fetch", "--quiet", work.toString(), "main:main", "topic:topic");
  }
}
