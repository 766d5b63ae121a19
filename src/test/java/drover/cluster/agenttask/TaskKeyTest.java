package drover.cluster.agenttask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and names that every instance makes alike. */
class TaskKeyTest {
  private static final String RUN = "rabcdefghij234567";

  @ParameterizedTest
  @ValueSource(
      strings = {"tides/3f2a", "tides/3f2a#rabc", "tides.of.2026/3f2a@2026-01-01T00:00:00Z"})
  void a_key_is_read_as_it_was_written(String key) {
    assertThat(TaskKey.parse("agent-task", key)).map(TaskKey::toString).contains(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rabcdefghij234567#1", "tides", "/", ""})
  void the_key_of_a_run_that_another_run_handed_in_is_none(String key) {
    assertThat(TaskKey.parse("agent-task", key)).isEmpty();
  }

  @Test
  void a_key_of_another_source_is_none() {
    assertThat(TaskKey.parse("webhook", "tides/3f2a")).isEmpty();
  }

  @Test
  void the_name_of_a_run_fits_a_cluster_whatever_its_agent_is_called() {
    assertThat(RunNames.made("webhook", "publisher", RUN))
        .isEqualTo("webhook-publisher-abcdefghij");
    assertThat(RunNames.made("knowledge-base", "An_Agent With a Very Long Name Indeed", RUN))
        .matches("[a-z0-9]([-a-z0-9]{0,39}[a-z0-9])?")
        .endsWith("-abcdefghij");
  }
}
