package drover.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.config.Configuration;
import drover.config.LimitSettings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task says of its own costs. */
class TaskLimitsTest {
  private final LimitSettings configured =
      Configuration.load(Optional.empty(), Map.of()).settings().limitsOf("agent");

  private LimitSettings with(String name, String value) {
    TaskLimits own = TaskLimits.of(Map.of(name, value));
    return configured.atMost(own.costUsd(), own.seconds());
  }

  @Test
  void it_can_be_less_than_what_is_configured_and_never_more() {
    assertThat(with("max-cost-usd", "2.50").costUsd()).isEqualTo(2.5);
    assertThat(with("max-cost-usd", "999999")).isEqualTo(configured);
    assertThat(with("max-duration-seconds", "60").runSeconds()).isEqualTo(60);
    assertThat(with("max-duration-seconds", "9999999")).isEqualTo(configured);
  }

  @ParameterizedTest
  @CsvSource({
    "max-cost-usd, 0",
    "max-cost-usd, 0.001",
    "max-cost-usd, -1",
    "max-cost-usd, 1e3",
    "max-cost-usd, ten",
    "max-duration-seconds, 0",
    "max-duration-seconds, 1.5",
    "max-duration-seconds, 1h",
  })
  void what_is_no_amount_is_refused_with_a_right_one(String name, String wrong) {
    assertThatThrownBy(() -> TaskLimits.of(Map.of(name, wrong)))
        .isInstanceOf(InvalidTask.class)
        .hasMessageContaining(name)
        .hasMessageContaining("such as");
  }
}
