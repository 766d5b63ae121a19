package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each change of the tables says which older programs may go on beside it. */
class CompatibilityTest {
  private static final Path SCRIPTS = Path.of("beans/drover/ledger/sql");

  static Stream<String> scripts() {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> versionOf(name) >= Compatibility.SINCE)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void a_script_says_for_whom_its_tables_work_by_one_line_of_the_known_form(String script)
      throws IOException {
    int version = versionOf(script);
    int worksFor = Compatibility.worksFor(script, version);

    assertThat(Files.readString(SCRIPTS.resolve(script)))
        .containsOnlyOnce(
            "\ninsert into schema_compatibility(version, works_for) values (%d, %d);\n"
                .formatted(version, worksFor));
    assertThat(worksFor).isBetween(Compatibility.SINCE, version);
  }

  @Test
  void scripts_from_before_there_was_such_a_line_work_for_their_own_programs() {
    assertThat(Compatibility.worksFor("V12__issues.sql", 12)).isEqualTo(12);
  }

  @Test
  void the_newest_script_is_the_version_that_the_program_knows() {
    assertThat(scripts().mapToInt(CompatibilityTest::versionOf).max()).hasValue(Schema.VERSION);
  }

  private static int versionOf(String script) {
    return Integer.parseInt(script.substring(1, script.indexOf('_')));
  }
}
