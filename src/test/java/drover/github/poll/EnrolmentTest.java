package drover.github.poll;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.cli.Caller;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakeRepository;
import drover.github.fake.Fault;
import drover.github.fake.Fault.Moment;
import drover.github.fake.GitCommand;
import drover.json.Json;
import drover.machine.Clock;
import drover.npm.NeedsNode;
import drover.schemas.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code enrol} and {@code why}, of a repository on a GitHub that remembers. */
@NeedsNode
class EnrolmentTest {
  @TempDir private Path folder;
  private FakeGithub github;
  private FakeRepository site;
  private Caller caller;

  @BeforeEach
  void open() throws IOException {
    github = new FakeGithub(folder.resolve("github"), Clock.system());
    site = github.repository("acme/site");
    site.roles.put("ada", "write");
    commit(Map.of("bin/test", "true", "CLAUDE.md", "Be kind.", ".github/workflows/ci.yml", "{}"));
    site.labels.addAll(List.of(PollBench.READY, PollBench.IN_PROGRESS));
    String config =
        PollBench.JOB.replace(
            "verify: []", "verify: [{name: test, command: ./bin/test, only-if: bin/test}]");
    Path file = Files.writeString(folder.resolve("application.yaml"), config);
    caller =
        Caller.at(folder)
            .with("DROVER_CONFIG", file.toString())
            .with("DROVER_GITHUB_API_URL", github.apiUrl())
            .with("AFK_ALLOWLIST", "acme/site")
            .with(
                "GITHUB_TOKEN",
                github
                    .credentials()
                    .personal(
                        Map.of(
                            "issues", "write",
                            "pull_requests", "write",
                            "contents", "write",
                            "checks", "read",
                            "statuses", "read",
                            "deployments", "read")));
  }

  @AfterEach
  void close() {
    assertThat(github.violations()).isEmpty();
    github.close();
  }

  private void commit(Map<String, String> files) throws IOException {
    Path seed = Files.createTempDirectory(folder, "seed");
    GitCommand.run(seed, "init", "--quiet", "--initial-branch=main");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = seed.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    GitCommand.run(seed, "add", "-A");
    GitCommand.run(seed, "commit", "--quiet", "-m", "Begin");
    GitCommand.run(seed, "push", "--quiet", "--force", site.git().toString(), "main");
  }

  @Test
  void a_repository_with_everything_is_enrolled() {
    Caller.Answer answer = caller.call("enrol", "acme/site");
    assertThat(answer.lines().getLast()).isEqualTo("acme/site is enrolled");
    assertThat(answer.status()).isZero();
    site.issue("Tides").label("ada", PollBench.READY);
    JsonNode why = why("acme/site#1");
    assertThat(why.path("gate").asText()).isEqualTo("poll"); // and no other
    assertThat(why.path("gates").valueStream().filter(gate -> !gate.path("open").asBoolean()))
        .hasSize(1);
  }

  @Test
  void what_is_missing_is_named_with_its_mend_and_nothing_is_enrolled() throws IOException {
    site.labels.clear();
    commit(Map.of("README.md", "Tides."));
    Caller.Answer answer = caller.call("enrol", "acme/site", "--json");
    JsonNode report = Json.tree(answer.printed());
    assertThat(Schemas.problems("enrolment", answer.printed())).isEmpty();
    assertThat(answer.status()).isEqualTo(1);
    assertThat(report.path("enrolled").asBoolean()).isFalse();
    assertThat(names(report, "missing")).containsExactly("labels", "tests");
    assertThat(names(report, "absent")).containsExactly("branch", "ci", "instructions");
    assertThat(why("acme/site#1").path("gates").toString()).contains("./drover enrol acme/site");
  }

  @Test
  void missing_labels_are_made_where_that_is_asked_for() {
    site.labels.clear();
    assertThat(caller.call("enrol", "acme/site", "--create-labels").status()).isZero();
    assertThat(site.labels).containsExactlyInAnyOrder(PollBench.READY, PollBench.IN_PROGRESS);
  }

  @Test
  void a_repository_that_is_no_longer_fit_is_enrolled_no_longer() throws IOException {
    caller.call("enrol", "acme/site");
    commit(Map.of("README.md", "Tides."));
    assertThat(caller.call("enrol", "acme/site").status()).isEqualTo(1);
    assertThat(why("acme/site#1").path("gates").toString()).contains("acme/site is not enrolled");
  }

  @Test
  void while_github_is_away_nothing_changes() {
    caller.call("enrol", "acme/site");
    github.forgetRequests();
    github.plan(new Fault.Planned(0, Moment.BEFORE, Fault.UNAVAILABLE));
    Caller.Answer answer = caller.call("enrol", "acme/site");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.complaints()).contains("was answered 503", "nothing was changed");
    site.issue("Tides").label("ada", PollBench.READY);
    assertThat(why("acme/site#1").path("gates").toString()).contains("acme/site was enrolled by");
  }

  @Test
  void a_repository_off_the_allowlist_is_not_asked_about() {
    github.forgetRequests();
    Caller.Answer answer = caller.with("AFK_ALLOWLIST", "").call("enrol", "acme/site");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.printed()).contains("not on drover.github.allowlist");
    caller.with("AFK_ALLOWLIST", "").call("why", "acme/site#1");
    assertThat(github.requests()).isEmpty();
  }

  @Test
  void a_credential_that_may_not_push_is_told() {
    github.credentials().withdraw("contents");
    Caller.Answer answer =
        caller
            .with("GITHUB_TOKEN", github.credentials().personal(Map.of("issues", "read")))
            .call("enrol", "acme/site");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.printed()).contains("GITHUB_TOKEN may not push there");
  }

  @Test
  void a_credential_that_may_not_hear_what_ci_says_is_told_before_work_is_pushed() {
    Caller.Answer answer =
        caller
            .with(
                "GITHUB_TOKEN",
                github
                    .credentials()
                    .personal(
                        Map.of("issues", "write", "pull_requests", "write", "contents", "write")))
            .call("enrol", "acme/site");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.printed()).contains("checks (read)", "watch to false");
  }

  @Test
  void what_names_no_repository_and_no_issue_is_wrong_usage() {
    assertThat(caller.call("enrol", "acme").status()).isEqualTo(2);
    assertThat(caller.call("enrol", "https://github.com/acme/site").status()).isEqualTo(2);
    assertThat(caller.call("why", "acme/site#0").status()).isEqualTo(2);
  }

  @Test
  void why_tells_every_gate_and_who_goes_first() {
    caller.call("enrol", "acme/site");
    site.issue("Tides").label("mallory", PollBench.READY);
    site.issue("Moons").label("ada", PollBench.READY);
    site.issue("Stars").label("ada", PollBench.READY).label("ada", "priority:1");
    JsonNode why = why("acme/site#2");
    assertThat(why.path("gates").valueStream().map(gate -> gate.path("gate").asText()))
        .containsExactly(
            "poll",
            "kill-switch",
            "job",
            "allowlist",
            "enrolled",
            "repository-free",
            "open",
            "labelled",
            "in-progress",
            "trusted",
            "fresh",
            "unblocked",
            "turn");
    assertThat(why.path("gates").path(12).path("why").asText())
        .isEqualTo("acme/site#3 (priority 1) goes first");
    assertThat(why("acme/site#1").path("gates").path(9).path("why").asText())
        .startsWith("mallory put ready-for-agent on, and is nobody with the right to write");
    assertThat(why("acme/site#9").path("gates").toString()).contains("or not what is asked of it");
  }

  private JsonNode why(String issue) {
    Caller.Answer answer = caller.call("why", issue, "--json");
    JsonNode document = Json.tree(answer.printed());
    assertThat(Schemas.problems("why", answer.printed())).isEmpty();
    return document;
  }

  private static List<String> names(JsonNode report, String state) {
    return report
        .path("findings")
        .valueStream()
        .filter(one -> one.path("state").asText().equals(state))
        .map(one -> one.path("name").asText())
        .toList();
  }
}
