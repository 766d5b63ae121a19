package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is handed over on standard input, kept for its owner alone, and never shown. */
@Execution(ExecutionMode.CONCURRENT)
class CredentialIT {
  private static final String TOKEN = "sk-ant-oat01-a-fake-token-of-the-command-line-tests";

  @TempDir private Path directory;
  private Desk desk;

  @BeforeEach
  void sitDown() {
    desk = new Desk(directory);
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @Test
  void aTokenIsKeptForItsOwnerAlone() throws IOException {
    Said said = desk.droverReading(TOKEN + "\n", "credential", "set", "claude").succeeded();

    Path kept = desk.home.resolve("credentials/claude");
    assertThat(said.out()).doesNotContain(TOKEN);
    assertThat(kept).hasContent(TOKEN);
    assertThat(modeOf(kept)).isEqualTo("rw-------");
    assertThat(modeOf(kept.getParent())).isEqualTo("rwx------");
    assertThat(kept.getParent()).isDirectoryContaining(kept::equals);
    assertThat(desk.drover("credential", "list").succeeded().out())
        .isEqualTo("claude  stored  usable\n");
    assertThat(desk.drover("doctor").out()).contains("stored: usable").doesNotContain(TOKEN);
  }

  @Test
  void aRealRunPassesTheDoorWithIt() {
    desk.droverReading(TOKEN, "credential", "set", "claude").succeeded();

    Said said = desk.drover("run", "publisher", "The topic", "--no-sandbox", "--json");

    assertThat(said.err()).doesNotContain("CLAUDE_CODE_OAUTH_TOKEN is not set");
    assertThat(said.text("outcome")).isEqualTo("no-repository");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "short",
        "two words of a token that is long enough",
        "sk-ant-api03-an-api-key-for-the-tests"
      })
  void whatIsNoTokenIsRefusedAndNotShown(String input) {
    Said said = desk.droverReading(input, "credential", "set", "claude").complained(2);

    assertThat(said.out()).isEmpty();
    if (!input.isBlank()) {
      assertThat(said.err()).doesNotContain(input);
    }
    assertThat(desk.home.resolve("credentials/claude")).doesNotExist();
  }

  @Test
  void anotherNameIsRefused() {
    assertThat(desk.droverReading(TOKEN, "credential", "set", "codex").complained(2).err())
        .contains("there is no credential codex");
    assertThat(desk.drover("credential").complained(2).err()).contains("set, remove or list");
  }

  @Test
  void itIsForgottenWhenAsked() {
    desk.droverReading(TOKEN, "credential", "set", "claude").succeeded();

    desk.drover("credential", "remove", "claude").succeeded();

    assertThat(desk.drover("credential", "list", "--json").succeeded().json()).isEmpty();
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
