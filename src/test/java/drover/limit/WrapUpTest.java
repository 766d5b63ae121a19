package drover.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.limit.LimitBench.Turn;
import drover.turn.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Near a limit the agent is asked, once, to come to its end: by a file that a hook prints. */
class WrapUpTest {
  @TempDir private Path folder;
  private LimitBench bench;
  private Turn turn;
  private Path file;

  @BeforeEach
  void begin() {
    bench = new LimitBench(folder, "drover: {limits: {turn-cost-usd: 1}}");
    turn = bench.begin(bench.run("one"));
    file = turn.run().directory().resolve("control/wrap-up.json");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void nothing_is_asked_before_four_fifths_are_used() {
    turn.spends(0.79);

    assertThat(file).doesNotExist();
  }

  @Test
  void the_file_is_what_a_hook_prints_and_names_limit_and_rest() throws IOException {
    turn.spends(0.85);

    JsonNode output = Json.tree(Files.readString(file)).path("hookSpecificOutput");
    assertThat(output.path("hookEventName").asText()).isEqualTo("PostToolUse");
    assertThat(output.path("additionalContext").asText())
        .isEqualTo(
            "You will be stopped soon: the turn has cost 0.8500 USD of 1.00 USD, 0.1500 USD are"
                + " left. Finish what you are doing, commit your work now and end your turn.");
    assertThat(bench.told(turn.run()))
        .containsExactly(
            "the agent is asked to come to its end: the turn has cost 0.8500 USD of 1.00 USD,"
                + " 0.1500 USD are left");
  }

  @Test
  void it_is_asked_once() throws IOException {
    turn.spends(0.85);
    Files.delete(file);
    turn.spends(0.05).after(Duration.ofSeconds(1_700));

    assertThat(file).doesNotExist();
    assertThat(bench.told(turn.run())).hasSize(1);
  }

  @Test
  void time_and_turns_count_as_money_does() {
    turn.after(Duration.ofSeconds(1_440));

    assertThat(file).content().contains("the turn has taken 1440 s of 1800 s, 360 s are left");
  }

  @Test
  void a_reviewer_is_asked_for_its_answer_not_for_a_commit() {
    bench.begin(turn.run(), Purpose.REVIEW).spends(0.85);

    assertThat(file).content().contains("give your answer now").doesNotContain("commit");
  }

  @Test
  void what_an_earlier_turn_was_asked_does_not_reach_the_next_one() {
    turn.spends(0.85);

    bench.begin(turn.run());

    assertThat(file).doesNotExist();
  }
}
