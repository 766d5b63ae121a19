package drover.follow;

import static drover.follow.Transcripts.inspect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AgentOutputInspectorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void the_document_has_the_promised_fields_in_order() throws IOException {
    JsonNode document = JSON.valueToTree(inspect(Transcripts.bytes("rate-limit-warning.jsonl")));

    assertThat(fieldNames(document))
        .containsExactly(
            "outcome",
            "reason",
            "costUsd",
            "costEstimated",
            "turns",
            "durationMs",
            "sessionId",
            "model",
            "tools",
            "denials",
            "retries",
            "errors",
            "rateLimit",
            "lines",
            "bytes",
            "malformed");
    assertThat(document.get("rateLimit").toString())
        .isEqualTo(
            "{\"status\":\"allowed_warning\",\"resetsAt\":\"2026-11-21T03:00:00Z\","
                + "\"type\":\"five_hour\",\"utilization\":0.92}");
    assertThat(document.get("outcome").textValue()).isEqualTo("succeeded");
    assertThat(document.get("costUsd").toString()).isEqualTo("0.01343");
    assertThat(document.get("tools").toString()).isEqualTo("{\"Write\":1,\"Bash\":1}");
  }

  @Test
  void what_is_not_known_is_null() {
    JsonNode document = JSON.valueToTree(inspect(new byte[0]));

    assertThat(document.get("rateLimit").isNull()).isTrue();
    assertThat(document.get("sessionId").isNull()).isTrue();
    assertThat(document.get("model").isNull()).isTrue();
  }

  @Test
  void an_empty_file_is_a_lost_turn_of_no_lines() {
    Inspection seen = inspect(new byte[0]);

    assertThat(seen.outcome()).isEqualTo(TurnOutcome.LOST);
    assertThat(seen.lines()).isZero();
    assertThat(seen.bytes()).isZero();
    assertThat(seen.costUsd()).isZero();
  }

  @Test
  void a_malformed_line_is_counted_and_the_rest_is_read() {
    List<String> lines = new ArrayList<>(Transcripts.lines("success.jsonl"));
    lines.add(3, "{\"type\":\"assistant\",\"mess");
    lines.add(0, "npm warn deprecated");
    Inspection seen = inspect(String.join("\n", lines));

    assertThat(seen.outcome()).isEqualTo(TurnOutcome.SUCCEEDED);
    assertThat(seen.malformed()).isEqualTo(2);
    assertThat(seen.lines()).isEqualTo(11);
  }

  @Test
  void a_line_of_10_mb_is_read() {
    String huge =
        "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"content\":\""
            + "x".repeat(10_000_000)
            + "\",\"tool_use_id\":\"t\",\"is_error\":true}]}}";
    Inspection seen = inspect(huge + "\n" + text("success.jsonl"));

    assertThat(seen.malformed()).isZero();
    assertThat(seen.lines()).isEqualTo(10);
    assertThat(seen.outcome()).isEqualTo(TurnOutcome.SUCCEEDED);
  }

  @Test
  void an_answer_of_30_mb_is_read() {
    String huge =
        "{\"type\":\"result\",\"subtype\":\"success\",\"result\":\""
            + "y".repeat(30_000_000)
            + "\"}";

    assertThat(Transcripts.report(huge).lastAnswer()).hasSize(30_000_000);
  }

  @Test
  void a_line_over_the_maximum_counts_as_malformed() throws IOException {
    byte[] output =
        (" ".repeat(500) + "x".repeat(9_000) + "\n" + text("success.jsonl")).getBytes(UTF_8);
    Inspection seen =
        new AgentOutputInspector(InferredPrices.TABLE, 8_000)
            .inspect(new ByteArrayInputStream(output));

    assertThat(seen.malformed()).isEqualTo(1);
    assertThat(seen.outcome()).isEqualTo(TurnOutcome.SUCCEEDED);
    assertThat(seen.bytes()).isEqualTo(output.length);
  }

  @Test
  void an_array_of_events_tells_the_same_as_their_lines() {
    Inspection lines = inspect(Transcripts.bytes("success.jsonl"));
    String array = "[" + String.join(",", Transcripts.lines("success.jsonl")) + "]";

    assertThat(withoutBytes(inspect(array))).isEqualTo(withoutBytes(lines));
    assertThat(inspect(array).bytes()).isEqualTo(array.getBytes(UTF_8).length);
  }

  @Test
  void an_array_that_stops_in_the_middle_is_a_lost_turn() {
    String array = "[" + String.join(",\n", Transcripts.lines("success.jsonl"));
    Inspection seen = inspect(array.substring(0, array.length() - 10));

    assertThat(seen.outcome()).isEqualTo(TurnOutcome.LOST);
    assertThat(seen.malformed()).isEqualTo(1);
    assertThat(seen.turns()).isEqualTo(3);
  }

  @Test
  void a_pretty_printed_result_tells_the_same_as_its_line() throws IOException {
    byte[] line = Transcripts.bytes("json-output.json");
    String pretty = JSON.readTree(line).toPrettyString();

    assertThat(withoutBytes(inspect(pretty))).isEqualTo(withoutBytes(inspect(line)));
  }

  @Test
  void windows_line_ends_make_no_difference() {
    String crlf = text("success.jsonl").replace("\n", "\r\n");

    assertThat(withoutBytes(inspect(crlf)))
        .isEqualTo(withoutBytes(inspect(Transcripts.bytes("success.jsonl"))));
  }

  @Test
  void a_last_line_without_its_newline_counts() {
    assertThat(withoutBytes(inspect(text("success.jsonl").strip())))
        .isEqualTo(withoutBytes(inspect(Transcripts.bytes("success.jsonl"))));
  }

  @Property(tries = 500)
  void no_bytes_whatever_make_it_throw(@ForAll byte[] garbage) {
    Inspection seen = inspect(garbage);

    assertThat(seen.bytes()).isEqualTo(garbage.length);
    assertThat(seen.outcome()).isEqualTo(TurnOutcome.LOST);
  }

  @Property(tries = 300)
  void a_damaged_byte_costs_at_most_the_lines_it_touches(
      @ForAll("transcripts") String name, @ForAll int where, @ForAll byte damage) {
    byte[] output = Transcripts.bytes(name);
    output[Math.floorMod(where, output.length)] = damage;

    assertThat(inspect(output).malformed()).isLessThanOrEqualTo(2);
  }

  @Property(tries = 200)
  void the_report_does_not_depend_on_how_the_output_arrives(
      @ForAll("transcripts") String name, @ForAll @IntRange(min = 1, max = 5_000) int chunk) {
    byte[] output = Transcripts.bytes(name);

    assertThat(fedBy(chunk, output)).isEqualTo(inspect(output));
  }

  @Test
  void the_report_is_the_same_byte_by_byte() {
    for (String name : Transcripts.names()) {
      byte[] output = Transcripts.bytes(name);
      assertThat(fedBy(1, output)).as(name).isEqualTo(inspect(output));
    }
  }

  @Provide
  Arbitrary<String> transcripts() {
    return Arbitraries.of(Transcripts.names());
  }

  private static Inspection fedBy(int chunk, byte[] output) {
    TurnReport report = new TurnReport(InferredPrices.TABLE);
    AgentOutputReader reader = new AgentOutputReader();
    LineFramer framer =
        new LineFramer(
            new LineSink() {
              @Override
              public void line(byte[] buffer, int offset, int length, long offsetAfter) {
                report.add(reader.read(buffer, offset, length));
                report.reached(offsetAfter);
              }

              @Override
              public void tooLong(long length, long offsetAfter) {
                throw new AssertionError("no line is that long");
              }
            });
    for (int at = 0; at < output.length; at += chunk) {
      byte[] part = Arrays.copyOfRange(output, at, Math.min(output.length, at + chunk));
      framer.feed(part, 0, part.length);
    }
    framer.finish();
    return Inspection.of(report);
  }

  private static String text(String transcript) {
    return new String(Transcripts.bytes(transcript), UTF_8);
  }

  private static JsonNode withoutBytes(Inspection seen) {
    return JSON.<ObjectNode>valueToTree(seen).without("bytes");
  }

  private static List<String> fieldNames(JsonNode document) {
    List<String> names = new ArrayList<>();
    document.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
