package drover.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a person reads first, made of words that came from anywhere. */
class PullRequestWordsTest {

  @Test
  void a_title_is_the_job_and_the_subject() {
    assertThat(PullRequestTitle.of("publisher", "Write about tides"))
        .isEqualTo("Publisher: Write about tides");
    assertThat(PullRequestTitle.of("solve-linear-ticket", "IX-1: Mend it"))
        .isEqualTo("Solve linear ticket: IX-1: Mend it");
  }

  @Test
  void a_long_subject_is_cut_after_sixty_characters() {
    assertThat(PullRequestTitle.of("publisher", "x".repeat(60)))
        .isEqualTo("Publisher: " + "x".repeat(60));
    assertThat(PullRequestTitle.of("publisher", "x".repeat(61)))
        .isEqualTo("Publisher: " + "x".repeat(60) + "...");
  }

  @Test
  void no_character_is_cut_in_two() {
    String tides = "🌊".repeat(61);
    assertThat(PullRequestTitle.of("publisher", tides))
        .isEqualTo("Publisher: " + "🌊".repeat(60) + "...");
  }

  @Test
  void a_title_is_one_line_whatever_was_asked() {
    assertThat(PullRequestTitle.of("publisher", "first\r\n\tsecond\u0000third"))
        .isEqualTo("Publisher: first second third");
    assertThat(PullRequestTitle.of("publisher", "\n")).isEqualTo("Publisher: finished work");
  }

  @Test
  void items_stand_together_and_headings_apart() {
    String text =
        new MarkdownText().heading("Cost").item("1 USD").item("2 USD").heading("More").toString();
    assertThat(text).isEqualTo("## Cost\n\n- 1 USD\n- 2 USD\n\n## More\n");
  }

  @Test
  void a_quote_cannot_end_its_fence() {
    String text = new MarkdownText().quoted("````\nescaped @everyone\n````").toString();
    assertThat(text).isEqualTo("`````text\n````\nescaped @everyone\n````\n`````\n");
  }

  @Test
  void an_item_tells_nobody_and_brings_no_html() {
    String text = new MarkdownText().item("ask @octocat\n<img src=x>").toString();
    assertThat(text).doesNotContain("@octocat", "<img").hasLineCount(2);
  }
}
