package drover.cluster.step;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cluster.here.Image;
import drover.cluster.here.PodsHere;
import drover.config.Configuration;
import drover.factory.Factory;
import drover.factory.Site;
import drover.github.fake.FakeCredentials;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakeRepository;
import drover.github.fake.FakeToken;
import drover.github.fake.GitCommand;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.machine.Clock;
import drover.npm.NeedsNode;
import drover.sandbox.NeedsSandbox;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.TaskRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a cluster whose repository is on GitHub: cloned and pushed by pods, as an App. */
@NeedsNode
@NeedsSandbox
class PushToGithubTest {
  private static final Path BLOG =
      Path.of("runtime-image/rehearsal/sample-blog").toAbsolutePath().normalize();

  /** Writes a post, and likes what it reviews. */
  private static final String AGENT =
      """
      #!/bin/sh
      cat >/dev/null
      structured=''
      case "$*" in
        *'"scores"'*)
          structured=',"structured_output":{"scores":{%s},"findings":[]}' ;;
        *)
          printf '%%s\\n' --- 'title: Herding' 'slug: herding' 'summary: Of sheep' 'tags: [a]' --- 'Text.' >posts/herding.md
          git add posts && git commit --quiet -m 'A post about herding' ;;
      esac
      printf '{"type":"result","subtype":"success","is_error":false,"session_id":"s","num_turns":1,'
      printf '"result":"Done.","total_cost_usd":0.01%%s}\\n' "$structured"
      """
          .formatted(
              Stream.of("substance", "accuracy", "sources", "structure", "style")
                  .map(criterion -> "\"" + criterion + "\":5")
                  .collect(Collectors.joining(",")));

  @TempDir Path folder;
  private FakeGithub github;
  private FakeRepository site;
  private PodsHere cluster;
  private Factory factory;

  @BeforeEach
  void start() throws IOException {
    github = new FakeGithub(folder.resolve("github"), Clock.system());
    site = github.repository("acme/site");
    seed();
    Path agent = Files.writeString(folder.resolve("claude"), AGENT);
    Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
    cluster =
        PodsHere.withNetwork(folder.resolve("cluster"), Image.COREUTILS).having("claude", agent);
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("KUBECONFIG", cluster.kubeconfig().toString());
    environment.put("DROVER_GITHUB_API_URL", github.apiUrl());
    environment.put("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-not-a-token");
    environment.put("DROVER_VERIFY_BROWSER", "/nonexistent/browser");
    environment.put("GITHUB_APP_ID", FakeCredentials.APP_ID);
    environment.put("GITHUB_APP_PRIVATE_KEY", key());
    environment.put("GITHUB_INSTALL_ID", "" + FakeCredentials.INSTALLATION);
    Site here =
        new Site(
            environment, folder.resolve("data"), Path.of("").toAbsolutePath(), Optional.empty());
    factory = Factory.start(here, Configuration.load(Optional.empty(), environment));
  }

  @AfterEach
  void stop() {
    factory.close();
    cluster.close();
    assertThat(github.violations()).isEmpty();
    github.close();
  }

  @Test
  void a_pod_pushes_with_a_token_for_one_repository_that_no_other_container_ever_had() {
    RunRecord run = execute();

    assertThat(run.state()).as("%s", run.reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(site.head(run.branch().orElseThrow())).isEqualTo(run.headSha());
    assertThat(site.pulls).hasSize(1);
    List<FakeToken> ofPods =
        github.credentials().issued().stream()
            .filter(token -> !cluster.holders(token.value()).isEmpty())
            .toList();
    assertThat(ofPods).allMatch(token -> token.repositories().equals(Set.of(site.id())));
    assertThat(ofPods)
        .filteredOn(token -> token.permissions().containsValue("write"))
        .singleElement()
        .satisfies(
            token -> {
              assertThat(token.permissions()).isEqualTo(Map.of("contents", "write"));
              assertThat(cluster.holders(token.value())).containsExactly("push");
            });
    assertThat(ofPods)
        .filteredOn(token -> !token.permissions().containsValue("write"))
        .isNotEmpty()
        .allMatch(token -> cluster.holders(token.value()).equals(Set.of("clone")));
  }

  private RunRecord execute() {
    TaskRequest request =
        new TaskRequest(
            "publisher",
            Optional.of("About herding"),
            Map.of(),
            Optional.of(github.cloneUrl(site)),
            Optional.empty(),
            "kubernetes",
            Mode.REAL,
            Confinement.SANDBOX,
            Retention.REMOVE,
            "cli",
            "test",
            "key-1",
            "tester",
            0,
            Optional.empty(),
            Optional.empty());
    String run = factory.accept(request).run();
    factory.execute(run);
    return factory.ledger().read().runs().find(run).orElseThrow();
  }

  private void seed() throws IOException {
    Path seed = folder.resolve("seed");
    try (var files = Files.walk(BLOG)) {
      for (Path file : files.toList()) {
        Files.copy(file, seed.resolve(BLOG.relativize(file).toString()));
      }
    }
    GitCommand.run(seed, "init", "--quiet", "--initial-branch=main");
    GitCommand.run(seed, "add", ".");
    GitCommand.run(seed, "commit", "--quiet", "-m", "first");
    GitCommand.run(site.git(), "fetch", "--quiet", seed.toString(), "main:main");
  }

  private static String key() {
    byte[] key = FakeCredentials.keyPair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(key));
  }
}
