package drover.follow;

import static drover.follow.Transcripts.event;
import static drover.follow.Transcripts.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drover.follow.PriceTable.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnReportTest {

  private static final PriceTable DOLLAR_A_TOKEN =
      new PriceTable(Map.of("known", new Price(1e6, 1e6, 1e6, 1e6)), new Price(2e6, 2e6, 2e6, 2e6));

  @Test
  void usage_repeated_for_each_block_of_a_message_counts_once() {
    TurnReport report = new TurnReport(DOLLAR_A_TOKEN);
    String line = assistant("m1", "known", 10, 1);

    assertThat(report.add(event(line))).contains(new SpendUpdate("m1", 11));
    assertThat(report.add(event(line))).isEmpty();
    assertThat(report.costUsd()).isEqualTo(11);
  }

  @Test
  void final_usage_overwrites_the_row_of_its_message() {
    TurnReport report = new TurnReport(DOLLAR_A_TOKEN);
    report.add(event(assistant("m1", "known", 10, 1)));

    assertThat(report.add(event(delta(", \"api_message_id\":\"m1\"", 40))))
        .contains(new SpendUpdate("m1", 50));
    assertThat(report.costUsd()).isEqualTo(50);
  }

  @Test
  void final_usage_without_an_id_belongs_to_the_message_its_speaker_started() {
    TurnReport report = new TurnReport(DOLLAR_A_TOKEN);
    report.add(event(start("m1", "null")));
    report.add(event(start("m2", "\"task\"")));

    assertThat(report.add(event(delta("", 40)))).contains(new SpendUpdate("m1", 50));
  }

  @Test
  void a_late_block_does_not_shrink_the_usage_of_its_message() {
    TurnReport report = new TurnReport(DOLLAR_A_TOKEN);
    report.add(event(assistant("m1", "known", 10, 40)));
    report.add(event(assistant("m1", "known", 10, 1)));

    assertThat(report.costUsd()).isEqualTo(50);
  }

  @Test
  void unknown_models_cost_the_price_of_the_longest_name_they_begin_with_else_the_fallback() {
    Price cheap = new Price(1, 1, 1, 1);
    Price dear = new Price(9, 9, 9, 9);
    PriceTable table = new PriceTable(Map.of("a", dear, "a-b", cheap), dear);

    assertThat(table.priceOf("a-b-20260101")).isEqualTo(cheap);
    assertThat(table.priceOf("zzz")).isEqualTo(dear);
  }

  @Test
  void estimates_equal_the_report_when_the_final_usage_is_streamed() {
    List<String> lines = Transcripts.lines("partial-messages.jsonl");
    TurnReport before = report(lines.subList(0, lines.size() - 1).toArray(String[]::new));

    assertThat(before.costUsd()).isCloseTo(0.01343, within(1e-9));
    assertThat(before.costEstimated()).isTrue();
    assertThat(report(Transcripts.bytes("partial-messages.jsonl")).costEstimated()).isFalse();
  }

  @Test
  void rows_of_spend_add_up_to_the_cost_at_every_line_of_every_transcript() {
    for (String name : Transcripts.names()) {
      TurnReport report = new TurnReport(InferredPrices.TABLE);
      Map<String, Double> rows = new HashMap<>();
      for (String line : Transcripts.lines(name)) {
        report.add(event(line)).ifPresent(row -> rows.put(row.id(), row.usd()));
        double sum = rows.values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(report.costUsd()).as(name).isCloseTo(sum, within(1e-8));
      }
    }
  }

  @Test
  void a_resumed_turn_costs_its_own_share_though_the_total_is_cumulative() {
    assertThat(Transcripts.lines("resume.jsonl").get(3)).contains("\"total_cost_usd\":0.0048");
    assertThat(report(Transcripts.bytes("resume.jsonl")).costUsd()).isEqualTo(0.0024);
  }

  @Test
  void shares_of_several_results_add_up_and_totals_do_not() {
    TurnReport shares =
        report(
            result(0, 1.0, "{\"m\":{\"costUSD\":1}}"), result(1, 1.5, "{\"m\":{\"costUSD\":0.5}}"));
    TurnReport totals = report(result(0, 1.0, ""), result(1, 1.5, ""));

    assertThat(shares.costUsd()).isEqualTo(1.5);
    assertThat(totals.costUsd()).isEqualTo(1.5);
    assertThat(shares.turns()).isEqualTo(4);
  }

  @Test
  void spend_after_a_result_is_an_estimate_again_until_the_next() {
    TurnReport report = new TurnReport(DOLLAR_A_TOKEN);
    report.add(event(result(0, 1.0, "{}")));
    assertThat(report.costEstimated()).isFalse();

    report.add(event(assistant("m1", "known", 3, 1)));
    assertThat(report.costEstimated()).isTrue();
    assertThat(report.costUsd()).isEqualTo(4);
  }

  @Test
  void the_last_of_several_results_decides() {
    String failed = result(1, 1.0, "").replace("\"is_error\":false", "\"is_error\":true");

    assertThat(report(result(0, 1.0, ""), failed).end().outcome()).isEqualTo(TurnOutcome.FAILED);
    assertThat(report(failed, result(1, 1.0, "")).end().outcome()).isEqualTo(TurnOutcome.SUCCEEDED);
  }

  @Test
  void the_answer_is_the_main_agents_last() {
    assertThat(report(Transcripts.bytes("subagent.jsonl")).lastAnswer()).isEqualTo("main done");
    assertThat(report(Transcripts.bytes("other-gemini.jsonl")).lastAnswer())
        .isEqualTo("Hello from mock");
    assertThat(report(Transcripts.bytes("review-json-schema.json")).structuredOutput())
        .contains("{\"scores\":{\"quality\":8},\"verdict\":\"approve\"}");
  }

  @Test
  void tools_are_counted_by_name() {
    assertThat(report(Transcripts.bytes("publish-e2e.jsonl")).tools())
        .containsExactly(Map.entry("Write", 1), Map.entry("Bash", 2));
    assertThat(report(Transcripts.bytes("other-opencode.jsonl")).tools())
        .containsExactly(Map.entry("bash", 1));
  }

  @Test
  void tool_errors_in_a_row_are_counted_until_one_works() {
    List<Integer> counts = new ArrayList<>();
    TurnReport report = new TurnReport(InferredPrices.TABLE);
    for (String failed : List.of("true", "true", "false", "true")) {
      report.add(
          event(
              "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\","
                  + "\"tool_use_id\":\"t\",\"is_error\":%s}]}}".formatted(failed)));
      counts.add(report.consecutiveToolErrors());
    }

    assertThat(counts).containsExactly(1, 2, 0, 1);
  }

  @Test
  void what_went_wrong_is_told_once_each() {
    assertThat(report(Transcripts.bytes("credit-low.jsonl")).errors())
        .containsExactly("Credit balance is too low");
    assertThat(report(Transcripts.bytes("mcp-broken.jsonl")).errors())
        .containsExactly("MCP server broken failed to start");
    assertThat(report(Transcripts.bytes("max-turns.jsonl")).errors())
        .containsExactly("Reached maximum number of turns (3)");
  }

  @Test
  void a_turn_without_a_word_from_a_model_has_neither_session_nor_model() {
    TurnReport report = report(new byte[0]);

    assertThat(report.sessionId()).isEqualTo(Optional.empty());
    assertThat(report.model()).isEqualTo(Optional.empty());
  }

  private static String assistant(String id, String model, int input, int output) {
    return """
        {"type":"assistant","message":{"id":"%s","model":"%s","content":[],\
        "usage":{"input_tokens":%d,"output_tokens":%d}},"parent_tool_use_id":null}"""
        .formatted(id, model, input, output);
  }

  private static String start(String id, String parent) {
    return """
        {"type":"stream_event","event":{"type":"message_start","message":{"id":"%s",\
        "model":"known","usage":{"input_tokens":10,"output_tokens":1}}},"parent_tool_use_id":%s}"""
        .formatted(id, parent);
  }

  private static String delta(String id, int output) {
    return """
        {"type":"stream_event","event":{"type":"message_delta",\
        "usage":{"output_tokens":%d}},"parent_tool_use_id":null%s}"""
        .formatted(output, id);
  }

  private static String result(int index, double total, String sinceLast) {
    String since =
        sinceLast.isEmpty() ? "" : "\"model_usage_since_last_result\":" + sinceLast + ",";
    return """
        {"total_cost_usd":%s,%s"subtype":"success","is_error":false,"num_turns":2,\
        "result":"x","type":"result","uuid":"u%d"}"""
        .formatted(total, since, index);
  }
}
