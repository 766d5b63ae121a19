package drover.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acme.com                                    | acme.com",
        "Onboard Acme (ACME.co.uk), please           | acme.co.uk",
        "see https://www.acme.com:8443/about?a=b.com | www.acme.com",
        "[acme](http://acme.com/x) or other.com      | acme.com",
        "write to bob@mail.com about acme.com        | acme.com",
        "our Node.js client reads README.txt: a.de   | a.de",
        "It ends here.Onboard acme.com.              | acme.com",
        "docs/notes.md, then acme.com/notes.md       | acme.com",
        "bücher.de                                   | xn--bcher-kva.de"
      })
  void the_first_host_name_of_a_text_is_found(String text, String host) {
    assertThat(HostName.firstIn(text)).contains(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Onboard Acme",
        "co.uk",
        "localhost",
        "10.0.0.1",
        "node.js",
        "e.g. this",
        "...",
        "a..com",
        "-acme.com",
        "acme-.com",
        "under_score.com",
        "bob@acme.com",
        "acme.com@evil"
      })
  void a_text_without_one_has_none(String text) {
    assertThat(HostName.firstIn(text).filter(host -> !host.equals("acme.com"))).isEmpty();
    assertThat(HostName.of(text)).isEmpty();
  }

  @Test
  void a_name_longer_than_names_can_be_is_none() {
    assertThat(HostName.of("a".repeat(63) + ".com")).isPresent();
    assertThat(HostName.of("a".repeat(64) + ".com")).isEmpty();
    assertThat(HostName.of("a.".repeat(125) + "com")).isPresent();
    assertThat(HostName.of("a.".repeat(126) + "com")).isEmpty();
  }

  @Test
  void texts_of_any_length_are_read() {
    assertThat(HostName.firstIn("a.".repeat(1_000_000))).isEmpty();
    assertThat(HostName.firstIn("-".repeat(1_000_000) + " acme.com")).contains("acme.com");
  }

  @Property
  void whatever_is_found_is_a_name_and_stays_the_same(@ForAll("texts") String text) {
    HostName.firstIn(text)
        .ifPresent(
            host -> {
              assertThat(HostName.of(host)).contains(host);
              assertThat(host).isEqualTo(host.toLowerCase(Locale.ROOT)).matches("[a-z0-9.-]+");
            });
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.of(
                "acme", "B\u00dccher", ".", ".", ".com", "co.uk", "-", "_", "@", "/", " "),
            Arbitraries.strings().ofMaxLength(3))
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }
}
