package drover.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonTest {

  @Test
  void an_object_is_read_with_every_field_it_has() {
    assertThat(WireJson.ours(utf8("{\"job\":\"publisher\",\"new\":[1]}")))
        .hasToString("{\"job\":\"publisher\",\"new\":[1]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"text\"",
        "1",
        "{",
        "{\"a\":1",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "// none\n{}",
        "\uFEFF{}"
      })
  void what_is_no_json_object_is_refused(String body) {
    assertRefused(body);
  }

  @Test
  void a_field_given_twice_is_refused_where_the_form_is_ours() {
    assertThatThrownBy(() -> WireJson.ours(utf8("{\"a\":{\"b\":1,\n\"b\":2}}")))
        .isInstanceOf(MalformedJson.class)
        .hasMessage("the body has a field twice, at line 2, column 4");
  }

  @Test
  void of_a_field_given_twice_the_last_counts_where_the_form_is_foreign() {
    assertThat(WireJson.foreign(utf8("{\"a\":1,\"a\":2}"))).hasToString("{\"a\":2}");
  }

  @Test
  void nesting_is_read_up_to_64_levels_and_refused_beyond() {
    assertThat(WireJson.ours(utf8(nested(WireJson.DEEPEST)))).hasSize(1);
    assertRefused(nested(WireJson.DEEPEST + 1));
    assertRefused(nested(100_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7b2261223a22ff227d", "7b2261223a22c0af227d", "7b2261223a22eda080227d"})
  void bytes_that_are_not_utf8_are_refused(String hex) {
    assertThatThrownBy(() -> WireJson.foreign(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
  void other_encodings_of_unicode_are_not_guessed(String encoding) {
    byte[] body = "{\"a\":1}".getBytes(Charset.forName(encoding));
    assertThatThrownBy(() -> WireJson.foreign(body)).isInstanceOf(MalformedJson.class);
  }

  @Test
  void half_a_character_is_refused_and_a_whole_one_read() {
    assertRefused("{\"a\":\"\\ud83c\"}");
    assertRefused("{\"\\udf89\":1}");
    assertThat(WireJson.ours(utf8("{\"a\":\"\\ud83c\\udf89\"}")).path("a").asText())
        .isEqualTo("\uD83C\uDF89");
  }

  @Test
  void a_refusal_repeats_nothing_of_the_body() {
    assertThatThrownBy(() -> WireJson.ours(utf8("{\"token\": s3cr3t}")))
        .isInstanceOf(MalformedJson.class)
        .hasMessageNotContaining("s3cr3t");
  }

  @Property
  void any_bytes_are_an_object_or_refused(@ForAll byte[] body) {
    try {
      assertThat(WireJson.foreign(body).isObject()).isTrue();
    } catch (MalformedJson refused) {
      assertThat(refused).hasMessageStartingWith("the body ");
    }
  }

  private static void assertRefused(String body) {
    assertThatThrownBy(() -> WireJson.ours(utf8(body)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageStartingWith("the body ");
    assertThatThrownBy(() -> WireJson.foreign(utf8(body))).isInstanceOf(MalformedJson.class);
  }

  private static String nested(int levels) {
    return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
