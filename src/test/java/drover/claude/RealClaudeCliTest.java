package drover.claude;

import static drover.claude.ScriptedMessagesApi.contains;
import static drover.claude.ScriptedMessagesApi.systemPromptContains;
import static drover.claude.ScriptedStep.bash;
import static drover.claude.ScriptedStep.structured;
import static drover.claude.ScriptedStep.text;
import static drover.claude.ScriptedStep.toolUse;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the factory relies on when it runs the real CLI: work, agents, permissions, money. */
@NeedsRealClaudeCli
class RealClaudeCliTest {
  private static final String SCORE_SCHEMA =
      """
      {"type":"object","properties":{"score":{"type":"integer"}},"required":["score"]}\
      """;

  private TurnBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = TurnBench.in(folder);
  }

  @AfterEach
  void nothingUnexpectedWasAsked() {
    bench.close();
  }

  @Test
  void aTurnWritesCommitsAndAnswersWithAllOptionsOfTheFactory() throws IOException {
    String session = UUID.randomUUID().toString();
    bench.withPublisher(bench.home(), "You publish for the factory.");
    bench
        .api()
        .whenPrompt(contains("Add a greeting"))
        .where(systemPromptContains("You publish for the factory."))
        .then(
            toolUse("Write", Map.of("file_path", file("hello.txt"), "content", "Hello\n")),
            bash("git add hello.txt && git commit -qm 'Add a greeting'"),
            structured(Map.of("score", 7)));

    HeadlessTurn.Outcome outcome =
        bench
            .turn("Add a greeting")
            .with("--max-turns", "100", "--agent", "publisher", "--session-id", session)
            .with("--json-schema", SCORE_SCHEMA, "--allowedTools", "Bash", "Write")
            .run();

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.result().path("is_error").asBoolean()).isFalse();
    assertThat(outcome.result().path("session_id").asText()).isEqualTo(session);
    assertThat(outcome.result().path("structured_output").path("score").asInt()).isEqualTo(7);
    assertThat(outcome.result().path("permission_denials")).isEmpty();
    assertThat(bench.git("log", "--format=%an: %s")).isEqualTo("Drover: Add a greeting");
    assertThat(bench.git("show", "HEAD:hello.txt")).isEqualTo("Hello");
  }

  @Test
  void nothingButTheModelIsAskedAndTheTokenGoesInTheHeader() {
    bench.api().whenPrompt(contains("Say hello")).then(text("Hello"));

    bench.turn("Say hello").run();

    assertThat(bench.api().requests()).hasSize(1);
    assertThat(bench.api().requests().getFirst().header("authorization"))
        .hasValue("Bearer test-token");
  }

  @Test
  void aPromptLargerThanAnArgumentMayBeArrivesWhole() {
    String prompt = "Read this: " + "word ".repeat(40_000) + "end";
    bench.api().whenPrompt(prompt::equals).then(text("Read"));

    assertThat(bench.turn(prompt).run().result().path("result").asText()).isEqualTo("Read");
  }

  @Test
  void aResumedTurnKnowsTheConversationAndCountsOnlyItsOwnTokens() {
    String session = UUID.randomUUID().toString();
    bench.api().whenPrompt(contains("Begin")).then(text("Begun").using(100_000, 0));
    bench.api().whenPrompt(contains("Go on")).then(text("Ended").using(10_000, 0));
    var first = bench.turn("Begin").with("--session-id", session).run().result();

    var second = bench.turn("Go on").with("--resume", session).run().result();

    assertThat(second.path("result").asText()).isEqualTo("Ended");
    assertThat(bench.api().messageRequests().getLast().prompts())
        .extracting(ReceivedRequest.Prompt::text)
        .containsExactly("Begin", "Go on");
    assertThat(first.path("usage").path("input_tokens").asLong()).isEqualTo(100_000);
    assertThat(second.path("usage").path("input_tokens").asLong()).isEqualTo(10_000);
  }

  @Test
  void theCostOfAResumedTurnContainsThatOfTheTurnsBefore() {
    String session = UUID.randomUUID().toString();
    bench.api().whenPrompt(contains("Begin")).then(text("Begun").using(100_000, 0));
    bench.api().whenPrompt(contains("Go on")).then(text("Ended").using(100_000, 0));
    var first = bench.turn("Begin").with("--session-id", session).run().result();

    var second = bench.turn("Go on").with("--resume", session).run().result();

    double once = first.path("total_cost_usd").asDouble();
    assertThat(once).isPositive();
    assertThat(second.path("total_cost_usd").asDouble()).isEqualTo(2 * once);
    assertThat(second.path("model_usage_since_last_result").findValue("costUSD").asDouble())
        .isEqualTo(once);
  }

  @Test
  void aKilledTurnCanBeResumedButItsCostIsLost() throws InterruptedException {
    String session = UUID.randomUUID().toString();
    Gate middle = new Gate();
    bench
        .api()
        .whenPrompt(contains("Begin"))
        .then(bash("echo half").using(100_000, 0), text("never heard").behind(middle));
    bench.api().whenPrompt(contains("Go on")).then(text("Ended").using(1_000, 0));
    HeadlessTurn first = bench.turn("Begin").with("--session-id", session);
    HeadlessTurn.Running running = first.with("--allowedTools", "Bash").start();
    middle.awaitReached();
    awaitSession(session); // the CLI writes it down a moment later

    running.kill();
    var resumed = bench.turn("Go on").with("--resume", session).run().result();

    assertThat(resumed.path("result").asText()).isEqualTo("Ended");
    assertThat(resumed.path("modelUsage").findValue("inputTokens").asLong()).isEqualTo(1_000);
  }

  private void awaitSession(String session) {
    Path projects = bench.home().resolve(".claude/projects");
    Instant deadline = Instant.now().plusSeconds(30);
    while (!holdsToolResult(projects, session)) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("the CLI wrote no session under " + projects);
      }
      Thread.onSpinWait();
    }
  }

  private static boolean holdsToolResult(Path projects, String session) {
    try (Stream<Path> files = Files.walk(projects)) {
      for (Path file : files.filter(path -> path.endsWith(session + ".jsonl")).toList()) {
        if (Files.readString(file).contains("tool_result")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // not there yet
    }
  }

  @Test
  void anAgentOfTheRepositoryHidesTheOneOfTheHome() throws IOException {
    bench.withPublisher(bench.home(), "You are at home.");
    bench.withPublisher(bench.repository(), "You are in the repository.");
    bench.api().whenPrompt(contains("Who")).then(text("Me"));

    bench.turn("Who are you?").with("--agent", "publisher").run();

    assertThat(bench.api().messageRequests().getFirst().systemPrompt())
        .contains("You are in the repository.")
        .doesNotContain("You are at home.");
  }

  @Test
  void onlyUserSettingsMeansTheAgentOfTheHome() throws IOException {
    bench.withPublisher(bench.home(), "You are at home.");
    bench.withPublisher(bench.repository(), "You are in the repository.");
    bench.api().whenPrompt(contains("Who")).then(text("Me"));

    bench.turn("Who are you?").with("--agent", "publisher", "--setting-sources", "user").run();

    assertThat(bench.api().messageRequests().getFirst().systemPrompt())
        .contains("You are at home.")
        .doesNotContain("You are in the repository.");
  }

  @Test
  void acceptingEditsLetsFilesBeWrittenButNothingCommitted() {
    scriptWriteAndCommit();

    var outcome = bench.turn("Work").with("--permission-mode", "acceptEdits").run();

    assertThat(outcome.exitCode()).isZero();
    assertThat(bench.repository().resolve("a.txt")).exists();
    assertThat(outcome.result().path("permission_denials").findValuesAsText("tool_name"))
        .containsExactly("Bash");
  }

  @Test
  void gitAloneMayBeAllowed() {
    scriptWriteAndCommit();

    var outcome = bench.turn("Work").with("--allowedTools", "Bash(git *)", "Write").run();

    assertThat(outcome.result().path("permission_denials")).isEmpty();
    assertThat(bench.git("log", "--format=%s")).isEqualTo("Add a file");
  }

  @Test
  void withoutAllowedToolsTheTurnSucceedsHavingDoneNothing() {
    scriptWriteAndCommit();

    var outcome = bench.turn("Work").run();

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.result().path("is_error").asBoolean()).isFalse();
    assertThat(outcome.result().path("permission_denials").findValuesAsText("tool_name"))
        .containsExactly("Write", "Bash");
    assertThat(bench.repository().resolve("a.txt")).doesNotExist();
  }

  private void scriptWriteAndCommit() {
    bench
        .api()
        .whenPrompt(contains("Work"))
        .then(
            toolUse("Write", Map.of("file_path", file("a.txt"), "content", "a\n")),
            bash("git add a.txt && git commit -qm 'Add a file'"),
            text("Done"));
  }

  private String file(String name) {
    return bench.repository().resolve(name).toString();
  }
}
