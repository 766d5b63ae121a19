package drover.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last line of an evaluation is its result, and nothing else is taken for one. */
class AccuracyReportTest {

  @Test
  void the_last_line_says_how_many_were_right_and_which_were_not() {
    AccuracyReport report =
        AccuracyReport.lastLineOf(
                "case 1 of 3\n{\"accuracy\": 0.1}\n"
                    + "{\"accuracy\": 0.66, \"cases\": 3, \"failed\": [\"a\\nb\", {\"case\": 2}]}\n\n")
            .orElseThrow();

    assertThat(report.accuracy()).isEqualTo(0.66);
    assertThat(report.cases()).hasValue(3);
    assertThat(report.failed()).containsExactly("a b", "{\"case\":2}");
  }

  @Test
  void only_the_accuracy_is_needed() {
    assertThat(AccuracyReport.lastLineOf("{\"accuracy\": 1}"))
        .hasValueSatisfying(
            report -> {
              assertThat(report.cases()).isEmpty();
              assertThat(report.failed()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "accuracy 0.9",
        "[0.9]",
        "null",
        "{\"accuracy\": \"0.9\"}",
        "{\"accuracy\": 1.01}",
        "{\"accuracy\": -0.5}",
        "{\"accuracy\": NaN}",
        "{\"score\": 0.9}",
        "{\"accuracy\": 0.9}\ndone"
      })
  void anything_else_is_no_result(String output) {
    assertThat(AccuracyReport.lastLineOf(output)).isEmpty();
  }
}
