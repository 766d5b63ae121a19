package drover.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RedactorPropertyTest {

  @Property
  void a_secret_is_found_wherever_it_stands(
      @ForAll("secrets") String secret,
      @ForAll("texts") String before,
      @ForAll("texts") String after) {
    String redacted = new Redactor(Map.of("SOME_TOKEN", secret)).redact(before + secret + after);
    assertThat(redacted).doesNotContain(secret).contains(Redactor.MARK);
  }

  @Property
  void text_without_a_secret_is_never_changed(
      @ForAll("secrets") String secret, @ForAll("texts") String text) {
    assertThat(new Redactor(Map.of("SOME_TOKEN", secret)).redact(text)).isEqualTo(text);
  }

  @Property
  void redacting_twice_is_redacting_once(
      @ForAll("secrets") String secret,
      @ForAll("texts") String before,
      @ForAll("texts") String after) {
    Redactor redactor = new Redactor(Map.of("SOME_TOKEN", secret));
    String once = redactor.redact(before + secret + secret + after);
    assertThat(redactor.redact(once)).isEqualTo(once);
  }

  /** Upper case and digits, so that the lower-case texts around cannot hold one by chance. */
  @Provide
  Arbitrary<String> secrets() {
    return Arbitraries.strings().withCharRange('A', 'Z').numeric().ofMinLength(8).ofMaxLength(60);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange('a', 'f')
        .withChars(" \n\"\\{}[]:é漢\uD83D\uDE00")
        .ofMaxLength(200);
  }
}
