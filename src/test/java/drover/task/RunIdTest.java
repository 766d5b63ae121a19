package drover.task;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunIdTest {

  /** Computed by another implementation of SHA-256 and base32. */
  @ParameterizedTest
  @CsvSource({
    "command-line, a, rsiq24dz4lalp3pm2",
    "github, delivery-1, rzpryvflh23or4gi2",
    "linear, DRO-12, rgdolsnccqgbjx74d",
    "cron, publisher@2026-03-01T12:00:00Z, rlwt2fdoimlz3ucre",
    "kümmel, ключ, rq2xaytnrozz2fwyu"
  })
  void the_same_request_has_the_same_id_on_every_machine(String source, String key, String id) {
    assertThat(RunId.of(source, key)).isEqualTo(id);
  }

  @Property
  void an_id_can_be_a_file_name_a_label_and_part_of_a_branch(
      @ForAll String source, @ForAll String key) {
    assertThat(RunId.of(source, key)).matches("r[a-z2-7]{16}").isEqualTo(RunId.of(source, key));
  }

  @Property
  void where_the_source_ends_and_the_key_begins_makes_a_difference(
      @ForAll("letters") String source, @ForAll("letters") String key) {
    assertThat(RunId.of(source + "a", key)).isNotEqualTo(RunId.of(source, "a" + key));
  }

  @Provide
  Arbitrary<String> letters() {
    return Arbitraries.strings().alpha().ofMaxLength(12);
  }
}
