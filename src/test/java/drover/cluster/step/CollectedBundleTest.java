package drover.cluster.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.ledger.RunState;
import drover.run.RunEnded;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CollectedBundleTest {
  private static final String COMMIT = "a".repeat(40);

  /** SHA-256 of "hello". */
  private static final String SUM =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @Test
  void what_stands_between_the_marks_is_the_file() {
    CollectedBundle bundle = read("drover-bundle begin %s 5 %s\naGVs\nbG8=\ndrover-bundle end\n");
    assertThat(bundle.commit()).isEqualTo(COMMIT);
    assertThat(bundle.file().orElseThrow()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_branch_at_its_base_brings_no_file() {
    assertThat(
            CollectedBundle.read("drover-bundle begin " + COMMIT + " 0 -\ndrover-bundle end\n", 1)
                .file())
        .isEmpty();
  }

  @Test
  void what_arrives_in_part_or_changed_is_refused() {
    refuse("drover-bundle begin %s 5 %s\naGVs\n", "not-collected");
    refuse("drover-bundle begin %s 5 %s\naGVs\ndrover-bundle end\n", "not-collected");
    refuse("drover-bundle begin %s 5 %s\naGVsbG9=!\ndrover-bundle end\n", "not-collected");
    refuse("something else %s %s\n", "not-collected");
  }

  @Test
  void a_branch_that_brings_too_much_needs_a_person() {
    assertThatThrownBy(() -> CollectedBundle.read("drover-bundle too-large 9000000\n", 7_000_000))
        .isInstanceOfSatisfying(
            RunEnded.class,
            ended -> {
              assertThat(ended.state()).isEqualTo(RunState.BLOCKED);
              assertThat(ended.reason()).startsWith("too-large:").contains("9000000", "7000000");
            });
  }

  @Test
  void an_agent_that_replaced_its_repository_fails_its_run() {
    refuse("drover-bundle changed the agent replaced %s %s\n", "workspace-changed");
    refuse("drover-bundle broken fatal: bad object %s %s\n", "broken-commit");
  }

  private static CollectedBundle read(String text) {
    return CollectedBundle.read(text.formatted(COMMIT, SUM), 7_000_000);
  }

  private static void refuse(String text, String code) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            RunEnded.class, ended -> assertThat(ended.reason()).startsWith(code + ":"));
  }
}
