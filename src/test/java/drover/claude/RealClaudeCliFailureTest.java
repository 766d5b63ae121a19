package drover.claude;

import static drover.claude.ApiFailure.authRejected;
import static drover.claude.ApiFailure.connectionDropped;
import static drover.claude.ApiFailure.overloaded;
import static drover.claude.ApiFailure.usageLimited;
import static drover.claude.ScriptedMessagesApi.contains;
import static drover.claude.ScriptedStep.bash;
import static drover.claude.ScriptedStep.failure;
import static drover.claude.ScriptedStep.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the real CLI says that a turn went wrong. */
@NeedsRealClaudeCli
class RealClaudeCliFailureTest {
  private TurnBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = TurnBench.in(folder);
  }

  @AfterEach
  void stop() {
    bench.api().close();
  }

  @Test
  void tooManyTurnsEndWithAnErrorAndNoAnswer() {
    bench
        .api()
        .whenPrompt(contains("Work"))
        .then(bash("echo one"), bash("echo two"), text("never said"));

    var outcome = bench.turn("Work").with("--max-turns", "2", "--allowedTools", "Bash").run();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.result().path("subtype").asText()).isEqualTo("error_max_turns");
    assertThat(outcome.result().has("result")).isFalse();
    bench.api().verifyNothingUnexpected();
  }

  @Test
  void aRejectedTokenEndsTheTurnWithStatus401() {
    bench.api().whenPrompt(contains("Work")).then(failure(authRejected()));

    var outcome = bench.turn("Work").run();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertFailedWith(401, outcome.result());
    bench.api().verifyNothingUnexpected();
  }

  @Test
  void aUsedUpSubscriptionNamesTheTimeOfItsReset() {
    Instant resets = Instant.parse("2030-01-01T05:00:00Z");
    bench.api().whenPrompt(contains("Work")).then(failure(usageLimited(resets)));

    var outcome = bench.turn("Work").run();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertFailedWith(429, outcome.result());
    assertThat(outcome.result().path("api_error").asText()).isEqualTo("usage_limit_reached");
    JsonNode limit = outcome.ofType("rate_limit_event").getFirst().path("rate_limit_info");
    assertThat(limit.path("status").asText()).isEqualTo("rejected");
    assertThat(limit.path("resetsAt").asLong()).isEqualTo(resets.getEpochSecond());
    assertThat(bench.api().messageRequests()).hasSize(1);
    bench.api().verifyNothingUnexpected();
  }

  @Test
  void aTurnStoppedByTheUsageLimitCanBeResumed() {
    String session = UUID.randomUUID().toString();
    bench
        .api()
        .whenPrompt(contains("Work"))
        .then(text("Done").after(usageLimited(Instant.parse("2030-01-01T05:00:00Z"))));
    bench.turn("Work").with("--session-id", session).run();

    var resumed = bench.turn("Go on with the work. Work!").with("--resume", session).run();

    assertThat(resumed.result().path("result").asText()).isEqualTo("Done");
    bench.api().verifyNothingUnexpected();
  }

  @Test
  void overloadAndLostConnectionsAreTriedAgainByTheCliItself() {
    bench
        .api()
        .whenPrompt(contains("Work"))
        .then(text("Done").after(overloaded(), connectionDropped()));

    var outcome = bench.turn("Work").run();

    assertThat(outcome.result().path("result").asText()).isEqualTo("Done");
    assertThat(outcome.ofType("system").stream().map(event -> event.path("subtype").asText()))
        .filteredOn("api_retry"::equals)
        .hasSize(2);
    bench.api().verifyNothingUnexpected();
  }

  @Test
  void aTurnThatNoScriptForeseesFailsAtOnceAndIsNamed() {
    bench.api().whenPrompt(contains("Something else")).then(text("Done"));

    var outcome = bench.turn("Work").run();

    assertFailedWith(500, outcome.result());
    assertThat(bench.api().messageRequests()).hasSize(1);
    assertThatThrownBy(bench.api()::verifyNothingUnexpected)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("No script")
        .hasMessageContaining("Work");
  }

  /** The subtype is of no use here: it says "success" for errors of the API as well. */
  private static void assertFailedWith(int status, JsonNode result) {
    assertThat(result.path("is_error").asBoolean()).isTrue();
    assertThat(result.path("api_error_status").asInt()).isEqualTo(status);
    assertThat(result.path("terminal_reason").asText()).isEqualTo("api_error");
  }
}
