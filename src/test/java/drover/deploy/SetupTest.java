package drover.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import drover.deploy.Workbench.Said;
import drover.machine.NeedsPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/setup}: one command that puts Drover into a cluster, and may be repeated. */
@NeedsPrograms({"kubectl", "dash"})
class SetupTest {
  private static final String TOKEN = "sk-ant-oat01-never-shown";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void everything_is_applied_and_the_secrets_are_put_in(String shell) {
    Workbench bench = Workbench.in(folder, shell);
    Path key = bench.file("key.pem", "-----BEGIN\nlines\n-----END\n");

    Said said =
        bench.setup(
            "--env",
            bench
                .settings(
                    "# mine",
                    "",
                    "CLAUDE_CODE_OAUTH_TOKEN=" + TOKEN,
                    "GITHUB_APP_ID=\"12\"",
                    "GITHUB_APP_PRIVATE_KEY_FILE=" + key,
                    "REGISTRY=registry.example/team/")
                .toString());

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(bench.noted("applied"))
        .contains("kind: CustomResourceDefinition", "kind: Deployment")
        .contains("image: registry.example/team/drover-controller:dev")
        .contains("registry.example/team/drover-runtime:dev");
    assertThat(bench.noted("secret/CLAUDE_CODE_OAUTH_TOKEN")).isEqualTo(TOKEN);
    assertThat(bench.noted("secret/GITHUB_APP_ID")).isEqualTo("12");
    assertThat(bench.noted("secret/GITHUB_APP_PRIVATE_KEY"))
        .isEqualTo("-----BEGIN\nlines\n-----END\n");
    assertThat(bench.noted("secret/AI_WEBHOOK_TOKEN")).matches("[0-9a-f]{64}");
  }

  @Test
  void a_value_is_never_an_argument_and_never_printed() {
    Workbench bench = Workbench.in(folder, "dash");
    Path settings = bench.settings("CLAUDE_CODE_OAUTH_TOKEN=" + TOKEN);

    Said said = bench.setup("--env", settings.toString());
    Said dry = bench.setup("--env", settings.toString(), "--dry-run");

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(bench.noted("asked")).doesNotContain(TOKEN);
    assertThat(said.out() + said.err() + dry.out() + dry.err()).doesNotContain(TOKEN);
  }

  @Test
  void repeating_it_keeps_what_is_not_given_again() {
    Workbench bench = Workbench.in(folder, "dash");
    bench.setup("--env", bench.settings("CLAUDE_CODE_OAUTH_TOKEN=first").toString());
    String webhookToken = bench.noted("secret/AI_WEBHOOK_TOKEN");

    Said said = bench.setup("--env", bench.settings("LINEAR_API_KEY=lin_api_x").toString());

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(bench.noted("patch")).contains("LINEAR_API_KEY").doesNotContain("CLAUDE", "AI_WEB");
    assertThat(bench.noted("secret/CLAUDE_CODE_OAUTH_TOKEN")).isEqualTo("first");
    assertThat(bench.noted("secret/AI_WEBHOOK_TOKEN")).isEqualTo(webhookToken);
  }

  @Test
  void the_manifests_hold_no_value_that_applying_them_again_could_overwrite() {
    Workbench bench = Workbench.in(folder, "dash");

    Said said = bench.setup("--dry-run", "--overlay", "production", "--env", database(bench));

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.out()).contains("kind: Secret").doesNotContain("stringData:");
    assertThat(said.out()).contains("jdbc:postgresql://db.example:5432/drover", "\"robin\"");
  }

  @Test
  void a_dry_run_asks_no_cluster_and_changes_nothing() {
    Workbench bench = Workbench.in(folder, "dash");
    bench.mark("unreachable");

    Said said = bench.setup("--dry-run", "--build-images");

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(bench.noted("asked").lines()).allMatch(asked -> asked.startsWith("kustomize "));
    assertThat(bench.noted("built")).isEmpty();
    assertThat(said.err()).contains("would build the image of the agents", "docker build --file");
  }

  @Test
  void images_are_built_and_pushed_where_there_is_a_registry() {
    Workbench bench = Workbench.in(folder, "dash");

    bench.setup("--build-images");
    String local = bench.noted("built");
    bench.setup(
        "--build-images", "--env", bench.settings("REGISTRY=r.example", "TAG=7").toString());
    String pushed = bench.noted("built").substring(local.length());

    assertThat(local).contains("jib:dockerBuild").doesNotContain("push");
    assertThat(pushed)
        .contains("--tag r.example/drover-runtime:7", "docker push r.example/drover-runtime:7")
        .contains("jib:build -Dcontroller.image=r.example/drover-controller:7");
  }

  @Test
  void the_way_to_the_api_server_is_narrowed_to_its_addresses() {
    Workbench bench = Workbench.in(folder, "dash");

    bench.setup();

    assertThat(bench.noted("applied"))
        .contains("cidr: 203.0.113.7/32", "cidr: 203.0.113.8/32", "cidr: 10.96.0.1/32")
        .doesNotContain("cidr: ::/0");
  }

  @Test
  void what_is_missing_is_said_at_once_and_nothing_is_done() {
    Workbench bench = Workbench.in(folder, "dash");
    bench.mark("unreachable");

    Said unreachable = bench.setup("--overlay", "production");
    Said bare = bench.setupWith(bare(), "--build-images");

    assertThat(unreachable.status()).isEqualTo(2);
    assertThat(unreachable.err()).contains("a cluster that answers: Unable to connect");
    assertThat(bare.status()).isEqualTo(2);
    assertThat(bare.err()).contains("kubectl: install it", "docker, which", "Maven 3.8");
    assertThat(bench.noted("applied")).isEmpty();
  }

  @Test
  void a_right_that_is_missing_is_named() {
    Workbench bench = Workbench.in(folder, "dash");
    bench.set("FORBIDDEN", "create roles.rbac");

    Said said = bench.setup();

    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains("the right to create roles.rbac.authorization.k8s.io");
    assertThat(bench.noted("applied")).isEmpty();
  }

  @Test
  void production_needs_a_database_and_a_credential() {
    Workbench bench = Workbench.in(folder, "dash");

    Said said = bench.setup("--overlay", "production");

    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err())
        .contains("LEDGER_URL", "DROVER_LEDGER_PASSWORD", "CLAUDE_CODE_OAUTH_TOKEN");
  }

  @Test
  void wrong_input_is_answered_with_where_and_what() {
    Workbench bench = Workbench.in(folder, "dash");

    assertWrong(bench.setup("--overlay", "staging"), "there is no overlay staging");
    assertWrong(bench.setup("--overlay"), "--overlay needs a value");
    assertWrong(bench.setup("--env", "/nowhere"), "/nowhere cannot be read");
    assertWrong(withSettings(bench, "", "CLAUDE_TOKEN=x"), "line 2: there is no variable CLAUDE_");
    assertWrong(withSettings(bench, "just text"), "line 1: NAME=VALUE is expected");
    assertWrong(withSettings(bench, "GITHUB_TOKEN_FILE=/nowhere"), "which cannot be read");
    assertWrong(withSettings(bench, "LEDGER_URL=postgres://x"), "must look like jdbc:postgresql:");
    assertWrong(withSettings(bench, "TAG=a b"), "no image name has");
    assertThat(bench.noted("applied")).isEmpty();
  }

  @Test
  void nothing_in_the_file_is_ever_run() {
    Workbench bench = Workbench.in(folder, "bash");

    bench.setup("--env", bench.settings("NTFY_TOKEN=$(touch " + folder + "/run)`id`").toString());

    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(bench.noted("secret/NTFY_TOKEN")).startsWith("$(touch ");
  }

  @Test
  void a_controller_that_does_not_start_is_a_failure_with_the_next_step() {
    Workbench bench = Workbench.in(folder, "dash");
    bench.mark("never-ready");

    Said said = bench.setup();

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.err()).contains("did not become ready", "logs deployment/drover");
  }

  @Test
  void the_sample_explains_every_secret_that_the_controller_takes() throws IOException {
    String deployment =
        Files.readString(Workbench.ROOT.resolve("k8s/base/controller.yaml"))
            + Files.readString(
                Workbench.ROOT.resolve("k8s/overlays/production/two-instances.yaml"));
    String sample = Files.readString(Workbench.ROOT.resolve("k8s/setup.env.sample"));
    List<String> taken =
        Pattern.compile(" key: ([A-Z_]+)")
            .matcher(deployment)
            .results()
            .map(MatchResult::group)
            .map(text -> text.substring(6))
            .distinct()
            .toList();

    assertThat(taken).hasSizeGreaterThan(15).contains("DROVER_LEDGER_PASSWORD");
    assertThat(taken).allSatisfy(name -> assertThat(sample).contains("\n#" + name + "="));
  }

  private Said withSettings(Workbench bench, String... lines) {
    return bench.setup("--env", bench.settings(lines).toString());
  }

  private static void assertWrong(Said said, String complaint) {
    assertThat(said.status()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).contains(complaint);
  }

  private String database(Workbench bench) {
    return bench
        .settings("LEDGER_URL=jdbc:postgresql://db.example:5432/drover", "LEDGER_USER=robin")
        .toString();
  }

  /** A machine with nothing but what every machine has. */
  private String bare() {
    Path programs = folder.resolve("bare");
    try {
      Files.createDirectories(programs);
      for (String name : List.of("sh", "dirname", "sed", "mktemp", "mkdir", "rm", "cat", "pwd")) {
        for (String place : List.of("/bin", "/usr/bin")) {
          Path program = Path.of(place, name);
          Path link = programs.resolve(name);
          if (Files.isExecutable(program) && !Files.exists(link)) {
            Files.createSymbolicLink(link, program);
          }
        }
      }
      return programs.toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
