package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drover.executor.LiveTurn;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.ledger.TurnRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read of a turn: what it does in words, what it costs, and no secret. */
class NarrationTest {
  private AgentBench bench;
  private Path output;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = AgentBench.in(folder);
    output = folder.resolve("output.jsonl");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void noSecretReachesAnEvent() throws IOException {
    String encoded = Base64.getEncoder().encodeToString(BeanBench.SECRET.getBytes());
    String shaped = "ghp_" + "a1B2".repeat(9);

    follow(
        said("m1", "The token is " + BeanBench.SECRET + ", or " + encoded + ", or " + shaped),
        called("m2", "Bash", "curl -H 'Authorization: " + BeanBench.SECRET + "'"));

    assertThat(texts(EventType.TEXT))
        .containsExactly("The token is [redacted], or [redacted], or [redacted]");
    assertThat(events())
        .noneSatisfy(
            event -> assertThat(event.json()).containsAnyOf(BeanBench.SECRET, encoded, shaped));
  }

  @Test
  void whatTheAgentSaysAndCallsIsOneShortLineEach() throws IOException {
    follow(
        said("m1", "I look around."),
        said("m2", "   "),
        said("m3", "x".repeat(5_000)),
        called("m4", "Bash", "git status"));

    assertThat(texts(EventType.TEXT)).containsExactly("I look around.", "x".repeat(2_000) + "…");
    assertThat(texts(EventType.TOOL)).singleElement().asString().startsWith("Bash git status");
  }

  @Test
  void spendAndPositionAreRecordedAsTheTurnGoesOn() throws IOException {
    LiveTurn live =
        follow(said("m1", "one"), said("m2", "two"), "not json at all", said("m2", "x"));

    double each = 1_000 * 2 / 1e6 + 10 / 1e6;
    assertThat(bench.beans().ledger.read().spend().ofRun(bench.beans().run.id()))
        .isCloseTo(2 * each, within(1e-9));
    assertThat(turn().readTo()).isEqualTo(Files.size(output));
    assertThat(live.report().malformed()).isEqualTo(1);
  }

  @Test
  void aUsualRateLimitIsNoNewsAndATightOneIs() throws IOException {
    follow(
        limit("\"status\":\"allowed\""),
        limit(
            "\"status\":\"allowed_warning\",\"utilization\":0.91,\"rateLimitType\":\"five_hour\""));

    assertThat(texts(EventType.LIMIT))
        .singleElement()
        .asString()
        .contains("five_hour allowed_warning at 91 %");
  }

  @Test
  void aResultIsToldAsTheCostOfTheTurn() throws IOException {
    follow(
        "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"num_turns\":1,"
            + "\"session_id\":\"s\",\"uuid\":\"u\",\"total_cost_usd\":0.125,\"result\":\"done\"}");

    assertThat(texts(EventType.SPEND)).containsExactly("this turn cost 0.1250 USD");
  }

  private LiveTurn follow(String... lines) throws IOException {
    Files.writeString(output, String.join("\n", lines) + "\n");
    LiveTurn live = bench.start("cat " + output);
    bench.follow(live);
    return live;
  }

  private static String said(String id, String text) {
    return message(id, "{\"type\":\"text\",\"text\":\"%s\"}".formatted(text));
  }

  private static String called(String id, String tool, String command) {
    return message(
        id,
        "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"%s\",\"input\":{\"command\":\"%s\"}}"
            .formatted(tool, command));
  }

  private static String message(String id, String content) {
    return ("{\"type\":\"assistant\",\"session_id\":\"s\",\"message\":{\"id\":\"%s\","
            + "\"model\":\"claude-sonnet-5-5\",\"content\":[%s],"
            + "\"usage\":{\"input_tokens\":1000,\"output_tokens\":1}}}")
        .formatted(id, content);
  }

  private static String limit(String fields) {
    return "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{%s}}".formatted(fields);
  }

  private List<EventRecord> events() {
    return bench.beans().ledger.read().events().after(bench.beans().run.id(), 0, 1_000);
  }

  private List<String> texts(EventType type) {
    return events().stream()
        .filter(event -> event.type() == type)
        .map(event -> drover.json.Json.tree(event.json()).path("text").asText())
        .toList();
  }

  private TurnRecord turn() {
    return bench.beans().ledger.read().turns().all(bench.beans().run.id()).getFirst();
  }
}
