package drover.claude;

import static drover.claude.ScriptedMessagesApi.contains;
import static drover.claude.ScriptedStep.structured;
import static drover.claude.ScriptedStep.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far {@code --json-schema} can be trusted. */
@NeedsRealClaudeCli
class RealClaudeCliStructuredOutputTest {
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
  void aTextAnswerIsRemindedOnceOfTheStructure() {
    bench
        .api()
        .whenPrompt(contains("Review"))
        .then(text("Looks fine"), structured(Map.of("score", 8)));

    var result = review().run().result();

    assertThat(result.path("structured_output").path("score").asInt()).isEqualTo(8);
    assertThat(bench.api().messageRequests().getLast().prompts().getLast().text())
        .contains("MUST call the StructuredOutput tool");
  }

  @Test
  void twoTextAnswersEndAsSuccessWithoutStructure() {
    bench.api().whenPrompt(contains("Review")).then(text("{\"score\":8}"), text("{\"score\":8}"));

    var outcome = review().run();

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.result().path("subtype").asText()).isEqualTo("success");
    assertThat(outcome.result().has("structured_output")).isFalse();
  }

  @Test
  void anAnswerOutsideTheSchemaIsSentBackToTheModel() {
    bench
        .api()
        .whenPrompt(contains("Review"))
        .then(structured(Map.of("score", "high")), structured(Map.of("score", 8)));

    var result = review().run().result();

    assertThat(result.path("structured_output").path("score").asInt()).isEqualTo(8);
  }

  @Test
  void fiveAnswersOutsideTheSchemaEndTheTurnAsFailed() {
    ScriptedStep wrong = structured(Map.of("score", "high"));
    bench.api().whenPrompt(contains("Review")).then(wrong, wrong, wrong, wrong, wrong);

    var outcome = review().run();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.result().path("is_error").asBoolean()).isTrue();
    assertThat(outcome.result().path("subtype").asText())
        .isEqualTo("error_max_structured_output_retries");
  }

  @Test
  void anAgentWithAListOfToolsIgnoresTheSchema() throws IOException {
    bench.withPublisher(bench.home(), "You publish.", "Read", "Bash");
    bench.api().whenPrompt(contains("Review")).then(text("Looks fine"));

    var outcome = review().with("--agent", "publisher").run();

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.result().has("structured_output")).isFalse();
    assertThat(bench.api().messageRequests().getFirst().toolNames())
        .doesNotContain("StructuredOutput");
  }

  @Test
  void anAgentThatListsTheToolForItKeepsTheSchema() throws IOException {
    bench.withPublisher(bench.home(), "You publish.", "Read", "StructuredOutput");
    bench.api().whenPrompt(contains("Review")).then(structured(Map.of("score", 8)));

    var result = review().with("--agent", "publisher").run().result();

    assertThat(result.path("structured_output").path("score").asInt()).isEqualTo(8);
  }

  private HeadlessTurn review() {
    return bench.turn("Review the change").with("--json-schema", SCORE_SCHEMA);
  }
}
