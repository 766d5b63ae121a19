package drover.issue;

import static org.assertj.core.api.Assertions.assertThat;

import drover.issue.Phases.Standing;
import drover.ledger.StepRecord;
import drover.ledger.StepState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The phases that the checklist of an issue shows. */
class PhasesTest {
  private static final StepRecord WORKSPACE = step("workspace", "{\"branch\":\"agent/x-1\"}");
  private static final StepRecord TURN = step("turn", "{\"purpose\":\"implement\"}");
  private static final StepRecord SOUND = step("verify", "{\"passed\":true}");
  private static final StepRecord DELIVERED =
      step("deliver", "{\"branch\":\"main\",\"pullRequest\":null,\"overtakenBy\":null}");

  @Test
  void the_first_open_phase_is_the_one_that_is_worked_on() {
    assertThat(lines(List.of(), WORKSPACE))
        .containsExactly(
            "- [x] Workspace made (`agent/x-1`)",
            "- [~] Failing test written",
            "- [ ] Implementation passing",
            "- [ ] Pushed",
            "- [ ] CI green",
            "- [ ] Deployed, as far as CI tells",
            "- [ ] Done");
  }

  @Test
  void once_nobody_works_on_it_no_phase_is_worked_on() {
    assertThat(new Phases(List.of(WORKSPACE), List.of(), Standing.ENDED).lines())
        .noneMatch(line -> line.contains("[~]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test/it",
        "src/test/java/a/BTest.java",
        "a/b_test.go",
        "test_x.py",
        "x.spec.ts",
        "spec/x.rb",
        "pkg/CrashIT.java",
        "src/__tests__/a.js"
      })
  void a_test_is_known_by_its_name(String path) {
    assertThat(lines(List.of("a.java", path), WORKSPACE, TURN))
        .contains("- [x] Failing test written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest/x", "src/contest.py", "a/attest.go", "Protest.java"})
  void a_name_that_only_looks_so_is_none(String path) {
    assertThat(lines(List.of(path), WORKSPACE, TURN))
        .contains("- [~] Failing test written (no test was touched)");
  }

  @Test
  void what_others_overtook_is_not_pushed_and_no_ci_is_told_apart() {
    StepRecord overtaken = step("deliver", "{\"branch\":\"main\",\"overtakenBy\":\"abc\"}");
    assertThat(lines(List.of(), WORKSPACE, TURN, SOUND, overtaken)).contains("- [ ] Pushed");
    assertThat(lines(List.of(), WORKSPACE, TURN, SOUND, DELIVERED))
        .contains("- [x] Pushed (`main`)");
    assertThat(lines(List.of(), DELIVERED, step("watch", "{\"end\":\"none\"}")))
        .contains("- [ ] CI green (there is none)", "- [ ] Deployed, as far as CI tells");
    assertThat(lines(List.of(), DELIVERED, step("watch", "{\"end\":\"red\"}")))
        .contains("- [ ] CI green (red)");
  }

  @Test
  void turns_that_mend_what_ci_found_are_counted() {
    StepRecord mending = step("turn", "{\"purpose\":\"fix-forward\"}");
    assertThat(
            new Phases(List.of(TURN, mending, mending), List.of(), Standing.GOES_ON).fixForwards())
        .isEqualTo(2);
  }

  private static List<String> lines(List<String> touched, StepRecord... steps) {
    return new Phases(Stream.of(steps).toList(), touched, Standing.GOES_ON).lines();
  }

  private static StepRecord step(String name, String result) {
    return new StepRecord(
        "r1",
        1,
        1,
        name,
        1,
        StepState.FINISHED,
        Optional.of("{\"version\":1,\"result\":" + result + "}"),
        Instant.EPOCH,
        Optional.of(Instant.EPOCH));
  }
}
