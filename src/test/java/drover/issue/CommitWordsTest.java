package drover.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commit of an issue says. */
class CommitWordsTest {
  @Test
  void the_subject_is_the_line_that_the_agent_gives_for_it() {
    assertThat(subject("Subject: Greet people in Italian.\n\nAll of it works."))
        .isEqualTo("Greet people in Italian");
    assertThat(subject("Done.\n**Subject:** Greet people\n")).isEqualTo("Greet people");
  }

  @Test
  void without_one_it_is_that_of_the_first_commit_and_at_last_the_title() {
    assertThat(subject("Done.")).isEqualTo("Add a test");
    assertThat(CommitWords.subject("", List.of(), "The title")).isEqualTo("The title");
    assertThat(CommitWords.subject("", List.of("[skip ci]"), "***NO_CI***"))
        .isEqualTo("Work on an issue");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Subject: Mend it [skip ci]          | Mend it
          Subject: [ci skip] Mend it          | Mend it
          Subject: Mend it ***NO_CI***        | Mend it
          Subject: Mend it --skip-ci          | Mend it
          Subject: Fixes #7: mend it          | #7: mend it
          Subject: Closes other/repo#9 at once| other/repo#9 at once
          Subject: Thank @torvalds            | Thank torvalds
          """)
  void what_orders_something_of_a_ci_or_of_github_is_left_out(String answer, String subject) {
    assertThat(subject(answer)).isEqualTo(subject);
  }

  @Test
  void a_long_subject_is_cut_between_words() {
    assertThat(subject("Subject: " + "word ".repeat(40)))
        .hasSizeLessThanOrEqualTo(72)
        .endsWith("word…");
  }

  @Test
  void the_message_lists_the_parts_closes_the_issue_and_ends_with_the_run() {
    assertThat(
            CommitWords.message(
                "Greet",
                List.of("Add a test\n\nwhy", "[skip ci] Greet in Italian", "Greet"),
                List.of("Closes #12"),
                "AFK-Run: r1"))
        .isEqualTo("Greet\n\n- Add a test\n- Greet in Italian\n\nCloses #12\n\nAFK-Run: r1\n");
  }

  private static String subject(String answer) {
    return CommitWords.subject(answer, List.of("Add a test", "Greet in Italian"), "The title");
  }
}
