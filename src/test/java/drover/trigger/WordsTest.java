package drover.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void what_people_will_read_stays_on_its_line_and_moves_no_cursor() {
    assertThat(Words.shown("Al\u001b[31mice\r\n\u202eBob\u0000")).isEqualTo("Al [31mice Bob");
  }

  @Test
  void a_long_text_is_cut_between_characters() {
    assertThat(Words.shown("\uD83D\uDE00".repeat(101)))
        .isEqualTo("\uD83D\uDE00".repeat(100) + "...");
  }

  @Test
  void what_is_no_text_or_says_nothing_is_empty() {
    var node = JsonNodeFactory.instance.objectNode().put("n", 1).put("blank", " \n").putNull("no");
    assertThat(Words.in(node, "n")).isEmpty();
    assertThat(Words.in(node, "blank")).isEmpty();
    assertThat(Words.in(node, "no")).isEmpty();
    assertThat(Words.in(node, "missing")).isEmpty();
  }
}
