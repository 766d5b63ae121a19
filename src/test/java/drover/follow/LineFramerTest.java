package drover.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineFramerTest {

  @Test
  void lines_end_with_newlines_and_empty_ones_are_skipped() {
    assertThat(frame("a\nbb\r\n\n  \r\nccc")).containsExactly("a@2", "bb@6", "ccc@14");
  }

  @Test
  void an_incomplete_line_is_held_until_the_input_is_over() {
    Seen seen = new Seen();
    LineFramer framer = new LineFramer(seen);
    feed(framer, "{\"a\":1}\n{\"b\"");
    assertThat(seen.found).containsExactly("{\"a\":1}@8");
    assertThat(framer.resumeOffset()).isEqualTo(8);
    assertThat(framer.position()).isEqualTo(12);

    feed(framer, ":2}");
    framer.finish();
    assertThat(seen.found).containsExactly("{\"a\":1}@8", "{\"b\":2}@15");
  }

  @Test
  void a_resumed_file_goes_on_counting_from_its_offset() {
    Seen seen = new Seen();
    feed(new LineFramer(seen, 1_000, 64), "ab\n");

    assertThat(seen.found).containsExactly("ab@1003");
  }

  @Test
  void a_line_over_the_maximum_is_dropped_and_the_next_is_read() {
    Seen seen = new Seen();
    LineFramer framer = new LineFramer(seen, 0, 4);
    feed(framer, "12345\n1234\n123");
    feed(framer, "456\n12\n");

    assertThat(seen.found).containsExactly("dropped 5@6", "1234@11", "dropped 6@18", "12@21");
  }

  @Test
  void an_array_is_cut_into_its_objects() {
    assertThat(frame("[{\"a\":\"]}\\\"{\"},\n {\"b\":[{}]}]\n"))
        .containsExactly("{\"a\":\"]}\\\"{\"}@14", "{\"b\":[{}]}@27");
    assertThat(frame("[]\n")).isEmpty();
  }

  @Test
  void objects_printed_over_several_lines_are_put_together() {
    assertThat(frame("{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n"))
        .containsExactly("{\n  \"a\": 1\n}@12", "{\n  \"b\": 2\n}@25");
  }

  @Test
  void text_that_only_begins_like_a_document_is_read_as_lines() {
    assertThat(frame("[warn] x\n{\"a\":1}\n")).containsExactly("[warn] x@9", "{\"a\":1}@17");
    assertThat(frame("{\n{\"a\":1}\n")).containsExactly("{@2", "{\"a\":1}@10");
    assertThat(frame("{")).containsExactly("{@1");
  }

  @Test
  void lines_can_be_pulled_one_by_one() throws IOException {
    try (OutputLines lines =
        new OutputLines(new ByteArrayInputStream("a\nbcd\ne".getBytes(UTF_8)), 2)) {
      assertThat(lines.next().orElseThrow().offsetAfter()).isEqualTo(2);
      assertThat(lines.next().orElseThrow().dropped()).isTrue();
      assertThat(new String(lines.next().orElseThrow().bytes(), UTF_8)).isEqualTo("e");
      assertThat(lines.next()).isEmpty();
    }
  }

  @Property(tries = 300)
  void what_is_found_does_not_depend_on_how_the_input_is_cut(
      @ForAll @Size(max = 60) List<@IntRange(max = 11) Integer> picks,
      @ForAll @IntRange(min = 1, max = 7) int chunk) {
    String[] pieces = {"{", "}", "[", "]", "\"", "\\", "\n", "\r", " ", ",", "x", "{\"a\":1}\n"};
    StringBuilder text = new StringBuilder();
    picks.forEach(pick -> text.append(pieces[pick]));
    byte[] bytes = text.toString().getBytes(UTF_8);

    Seen cut = new Seen();
    LineFramer framer = new LineFramer(cut, 0, 16);
    for (int at = 0; at < bytes.length; at += chunk) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk));
      framer.feed(part, 0, part.length);
    }
    framer.finish();

    Seen whole = new Seen();
    LineFramer atOnce = new LineFramer(whole, 0, 16);
    atOnce.feed(bytes, 0, bytes.length);
    atOnce.finish();
    assertThat(cut.found).isEqualTo(whole.found);
    assertThat(framer.resumeOffset()).isEqualTo(atOnce.resumeOffset());
  }

  private static List<String> frame(String text) {
    Seen seen = new Seen();
    LineFramer framer = new LineFramer(seen);
    feed(framer, text);
    framer.finish();
    return seen.found;
  }

  private static void feed(LineFramer framer, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    framer.feed(bytes, 0, bytes.length);
  }

  private static final class Seen implements LineSink {
    private final List<String> found = new ArrayList<>();

    @Override
    public void line(byte[] buffer, int offset, int length, long offsetAfter) {
      found.add(new String(buffer, offset, length, UTF_8) + "@" + offsetAfter);
    }

    @Override
    public void tooLong(long length, long offsetAfter) {
      found.add("dropped " + length + "@" + offsetAfter);
    }
  }
}
