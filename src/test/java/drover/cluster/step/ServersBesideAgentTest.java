package drover.cluster.step;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cluster.here.Image;
import drover.cluster.here.PodsHere;
import drover.config.Configuration;
import drover.factory.Factory;
import drover.factory.Site;
import drover.json.Json;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.TurnRecord;
import drover.machine.NeedsPrograms;
import drover.sandbox.NeedsSandbox;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.TaskRequest;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A turn in a cluster with an MCP server beside it, in a pod that is really run. */
@NeedsSandbox
@NeedsPrograms("socat")
class ServersBesideAgentTest {
  private static final String TOKEN = "echo-token-planted-1234";

  /** An agent that asks its server, and looks for what it should not find. */
  private static final String AGENT =
      """
      #!/bin/sh
      cat >/dev/null
      all=$*
      rest=${all#*UNIX-CONNECT:}
      answer=$(printf 'hello\\n' | socat -t 10 - "UNIX-CONNECT:${rest%%\\"*}")
      found=nothing
      case $(env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' ' ') in
        *planted*) found='the token' ;;
      esac
      [ ! -e /tmp/serve ] || found='the program of the server'
      rm -f "${rest%%\\"*}" 2>/dev/null && found='a door that it may take away'
      printf '{"type":"result","subtype":"success","is_error":false,"session_id":"s","num_turns":1,'
      printf '"result":"%s; found %s","total_cost_usd":0.01}\\n' "$answer" "$found"
      """;

  private static final String SERVER =
      """
      #!/bin/sh
      echo "a token of ${#ECHO_TOKEN} characters is $ECHO_TOKEN" >&2
      read -r line
      echo "server heard $line, has ${#ECHO_TOKEN} characters, was told $# words: $2"
      """;

  @TempDir Path folder;
  private PodsHere cluster;
  private Factory factory;

  @BeforeEach
  void start() throws IOException {
    cluster =
        new PodsHere(folder.resolve("cluster"), Image.COREUTILS)
            .having("socat", Path.of("/usr/bin/socat"))
            .having("claude", program("claude", AGENT))
            .having("echo-mcp", program("echo-mcp", SERVER));
    Path configuration = folder.resolve("application.yaml");
    Files.writeString(
        configuration,
        """
        drover:
          mcp:
            servers:
              echo: {command: echo-mcp, args: [--say, "two  words"], secrets: [ECHO_TOKEN]}
          jobs:
            journalist:
              mcp: [echo]
        """);
    Map<String, String> environment =
        Map.of(
            "PATH",
            System.getenv("PATH"),
            "KUBECONFIG",
            cluster.kubeconfig().toString(),
            "CLAUDE_CODE_OAUTH_TOKEN",
            "sk-ant-oat01-not-a-token",
            "ECHO_TOKEN",
            TOKEN);
    Site site =
        new Site(
            environment, folder.resolve("data"), Path.of("").toAbsolutePath(), Optional.empty());
    factory = Factory.start(site, Configuration.load(Optional.of(configuration), environment));
  }

  @AfterEach
  void stop() {
    factory.close();
    cluster.close();
  }

  @Test
  void an_agent_talks_to_a_server_whose_token_it_never_sees_and_the_pod_ends_with_the_agent()
      throws IOException {
    RunRecord run = execute();

    assertThat(run.state()).as("%s", run.reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(answerOf(run))
        .isEqualTo(
            "server heard hello, has 23 characters, was told 2 words: two  words; found nothing");
    assertThat(cluster.working()).isEmpty();
    assertThat(cluster.names(Secret.class)).as("no credential stays").isEmpty();
    assertThat(logs()).doesNotContain("planted");
  }

  private RunRecord execute() throws IOException {
    TaskRequest request =
        new TaskRequest(
            "journalist",
            Optional.of("What is new?"),
            Map.of("read-only", "true"),
            Optional.of(repository().toString()),
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

  private String answerOf(RunRecord run) {
    TurnRecord turn = factory.ledger().read().turns().all(run.id()).getFirst();
    return Json.tree(turn.report().orElseThrow()).path("answer").asText();
  }

  private String logs() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder.resolve("cluster/logs"))) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private Path program(String name, String text) throws IOException {
    Path file =
        Files.writeString(Files.createDirectories(folder.resolve("bin")).resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path repository() throws IOException {
    Path place = Files.createDirectories(folder.resolve("site"));
    Files.writeString(place.resolve("README.md"), "A site.\n");
    git(place, "init", "--quiet", "--initial-branch=main");
    git(place, "add", ".");
    git(place, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "-m", "a");
    return place;
  }

  private static void git(Path directory, String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(arguments));
    Process git = new ProcessBuilder(argv).directory(directory.toFile()).inheritIO().start();
    assertThat(git.onExit().join().exitValue()).isZero();
  }
}
