package drover.credential;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Secrets;
import drover.ledger.Ledger;
import drover.redact.Redactor;
import drover.run.ManualClock;
import drover.runtime.AgentRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which credential is taken, and that a refused one is not taken again. */
class ModelCredentialTest {
  private static final String FIRST = "token-of-the-environment";
  private static final String SECOND = "token-of-the-mounted-file";
  private static final String THIRD = "token-of-the-data-directory";

  @TempDir private Path folder;
  private final Redactor redactor = new Redactor(Map.of());
  private Ledger ledger;
  private Path file;
  private ModelCredential credential;

  @BeforeEach
  void prepare() throws IOException {
    ledger = Ledger.open(folder);
    file = Files.writeString(folder.resolve("token"), SECOND + "\n");
    credential =
        with(
            Map.of(
                "CLAUDE_CODE_OAUTH_TOKEN", FIRST, "CLAUDE_CODE_OAUTH_TOKEN_FILE", file.toString()));
    credential.store(THIRD);
  }

  private ModelCredential with(Map<String, String> environment) {
    return new ModelCredential(
        CredentialKind.of(AgentRuntime.CLAUDE),
        new Secrets(environment, redactor),
        new StoredCredentials(folder),
        ledger,
        new ManualClock(),
        redactor);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void refuse() {
    credential.handOutTo("run");
    credential.rejectedFor("run");
  }

  @Test
  void environment_then_file_then_data_directory() {
    assertThat(credential.handOutTo("run")).contains(FIRST);
    refuse();
    assertThat(credential.usable()).contains(SECOND);
    refuse();
    assertThat(credential.usable()).contains(THIRD);
    refuse();
    assertThat(credential.usable()).isEmpty();
    assertThat(credential.isThere()).isTrue();
    assertThat(credential.found())
        .extracting(ModelCredential.Found::source, ModelCredential.Found::standing)
        .containsExactlyElementsOf(
            List.of("environment", "file", "stored").stream()
                .map(source -> org.assertj.core.groups.Tuple.tuple(source, "refused"))
                .toList());
  }

  @Test
  void a_file_that_is_renewed_is_read_anew() throws IOException {
    refuse();
    refuse();
    Files.writeString(file, "token-that-was-renewed");

    assertThat(credential.usable()).contains("token-that-was-renewed");
  }

  @Test
  void another_process_knows_what_was_refused() {
    refuse();

    assertThat(with(Map.of("CLAUDE_CODE_OAUTH_TOKEN", FIRST)).usable()).contains(THIRD);
  }

  @Test
  void who_hands_one_over_vouches_for_it() {
    refuse();
    credential.store(FIRST);

    assertThat(credential.usable()).contains(FIRST);
  }

  @Test
  void what_a_run_was_not_given_is_not_refused_for_it() {
    credential.handOutTo("run");
    credential.rejectedFor("another");

    assertThat(credential.usable()).contains(FIRST);
  }

  @Test
  void every_one_that_is_found_is_redacted() {
    credential.found();

    assertThat(redactor.redact(FIRST + " " + SECOND + " " + THIRD))
        .isEqualTo("[redacted] [redacted] [redacted]");
  }
}
