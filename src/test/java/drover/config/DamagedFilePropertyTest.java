package drover.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DamagedFilePropertyTest {

  private static final String SHIPPED = ConfigurationFile.packaged().text();

  @Property(tries = 300)
  void a_damaged_file_is_taken_or_refused_with_its_lines_and_never_breaks_the_program(
      @ForAll("damaged") String text) throws IOException {
    Path file = Files.createTempFile("damaged", ".yaml");
    try {
      Files.writeString(file, text);
      Configuration.load(Optional.of(file), Map.of());
    } catch (ConfigurationException e) {
      assertThat(e.problems()).allSatisfy(problem -> assertThat(problem).startsWith(file + ":"));
      assertThat(e.getMessage().lines()).hasSameSizeAs(e.problems());
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<String> damaged() {
    Arbitrary<String> insertions =
        Arbitraries.strings().ascii().withChars("\t\n:{}[]&*!|>'\"%@`é\u0000").ofMaxLength(3);
    return Combinators.combine(
            Arbitraries.integers().between(0, SHIPPED.length() - 20),
            Arbitraries.integers().between(0, 20),
            insertions)
        .as(
            (at, removed, inserted) ->
                SHIPPED.substring(0, at) + inserted + SHIPPED.substring(at + removed));
  }
}
