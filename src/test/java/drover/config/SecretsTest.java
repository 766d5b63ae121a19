package drover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.redact.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  @TempDir Path directory;

  private final Redactor redactor = new Redactor(Map.of());

  @Test
  void a_variable_comes_before_its_file() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "from the file\n");
    Secrets both = secrets(Map.of("A_TOKEN", "from the variable", "A_TOKEN_FILE", file.toString()));
    Secrets onlyFile = secrets(Map.of("A_TOKEN", " ", "A_TOKEN_FILE", file.toString()));
    assertThat(both.find("A_TOKEN")).contains("from the variable");
    assertThat(onlyFile.find("A_TOKEN")).contains("from the file");
    assertThat(onlyFile.find("B_TOKEN")).isEmpty();
  }

  @Test
  void a_renewed_file_is_seen_at_the_next_look() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "the first one");
    Secrets secrets = secrets(Map.of("A_TOKEN_FILE", file.toString()));
    assertThat(secrets.find("A_TOKEN")).contains("the first one");
    Files.writeString(file, "the second one");
    assertThat(secrets.find("A_TOKEN")).contains("the second one");
  }

  @Test
  void a_file_that_cannot_be_used_is_named_with_its_variable() throws IOException {
    Path absent = directory.resolve("absent");
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    assertThatThrownBy(() -> secrets(Map.of("A_TOKEN_FILE", absent.toString())).find("A_TOKEN"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "A_TOKEN_FILE names "
                + absent
                + ", which cannot be read; mount it, or unset the variable");
    assertThatThrownBy(() -> secrets(Map.of("A_TOKEN_FILE", empty.toString())).find("A_TOKEN"))
        .hasMessage(
            "A_TOKEN_FILE names "
                + empty
                + ", which is empty; put the secret there, or unset the variable");
  }

  @Test
  void what_is_handed_out_is_redacted_from_then_on() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "correct-horse");
    secrets(Map.of("A_TOKEN_FILE", file.toString())).find("A_TOKEN");
    assertThat(redactor.redact("it is correct-horse.")).isEqualTo("it is [redacted].");
  }

  @Test
  void its_text_shows_no_value() {
    assertThat(secrets(Map.of("A_TOKEN", "correct-horse"))).hasToString("Secrets");
  }

  private Secrets secrets(Map<String, String> environment) {
    return new Secrets(environment, redactor);
  }
}
