package drover.limit;

import static org.assertj.core.api.Assertions.assertThat;

import drover.limit.LimitBench.Turn;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent from which nothing new comes is told of once, with what it was doing; noon is when it
 * began.
 */
class SilenceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private LimitBench bench;
  private Turn turn;

  @BeforeEach
  void begin() {
    begin("report");
  }

  private void begin(String whenSilent) {
    bench =
        new LimitBench(
            folder.resolve(whenSilent).toFile().mkdirs() ? folder.resolve(whenSilent) : folder,
            "drover: {limits: {silence-seconds: 120, when-silent: %s}}".formatted(whenSilent));
    turn = bench.begin(bench.run("one"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void an_agent_that_says_nothing_at_all_does_nothing() {
    turn.after(MINUTE).after(MINUTE);

    assertThat(bench.told(turn.run()))
        .containsExactly(
            "stuck: nothing new for 120 s; the agent neither waits for the model nor runs a tool");
  }

  @Test
  void a_tool_that_does_not_come_back_is_named_with_its_beginning() {
    turn.after(MINUTE).callsTool("t1").after(MINUTE.multipliedBy(2));

    assertThat(bench.told(turn.run()))
        .containsExactly(
            "stuck: nothing new for 120 s; a tool is running since 2026-03-01T12:01:00Z: Bash");
  }

  @Test
  void signs_of_life_of_a_tool_are_nothing_new() {
    turn.callsTool("t1").after(MINUTE);
    turn.prints("{\"type\":\"tool_progress\",\"tool_name\":\"Bash\",\"elapsed_time_seconds\":60}");
    turn.after(MINUTE);

    assertThat(bench.told(turn.run())).singleElement().asString().contains("a tool is running");
  }

  @Test
  void a_model_that_does_not_answer_is_told_from_a_tool() {
    turn.callsTool("t1").returnsFrom("t1", "false").after(MINUTE);
    turn.prints("{\"type\":\"stream_event\",\"event\":{\"type\":\"ping\"}}").after(MINUTE);

    assertThat(bench.told(turn.run()))
        .singleElement()
        .asString()
        .contains("the agent waits for the model since 2026-03-01T12:00:00Z");
  }

  @Test
  void it_is_told_once_a_silence_and_again_in_the_next_one() {
    turn.after(MINUTE.multipliedBy(2)).after(MINUTE).after(MINUTE);
    assertThat(bench.told(turn.run())).hasSize(1);

    turn.spends(0.01).after(MINUTE.multipliedBy(2));

    assertThat(bench.told(turn.run())).hasSize(2);
  }

  @Test
  void a_silent_agent_is_not_stopped_unless_its_job_says_so() {
    turn.after(MINUTE.multipliedBy(3));
    assertThat(turn.watch().isBreached()).isFalse();
    close();

    begin("stop");
    turn.after(MINUTE.multipliedBy(2));

    assertThat(turn.end())
        .startsWith("out-of-time silence: nothing new has come for 120 s of 120 s");
  }
}
