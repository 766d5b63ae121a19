package drover.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class NeedsRealClaudeCliTest {

  @Test
  void runsWhereTheCliIsToBeHad() {
    assertThat(decide(true, false).isDisabled()).isFalse();
    assertThat(decide(true, true).isDisabled()).isFalse();
  }

  @Test
  void skipsWithAReasonOnAMachineWithoutNpm() {
    assertThat(decide(false, false).isDisabled()).isTrue();
    assertThat(decide(false, false).getReason()).get().asString().contains("npm");
  }

  @Test
  void neverSkipsInContinuousIntegration() {
    assertThatThrownBy(() -> decide(false, true)).hasMessageContaining("CI=true");
  }

  private static ConditionEvaluationResult decide(
      boolean obtainable, boolean continuousIntegration) {
    return NeedsRealClaudeCli.Condition.decide(obtainable, continuousIntegration);
  }
}
