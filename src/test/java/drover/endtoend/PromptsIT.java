package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A prompt is text: it reaches the run as it is, and nothing in it is ever executed. */
@Execution(ExecutionMode.CONCURRENT)
class PromptsIT {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "say \"hi\" 'there' \\ $(touch executed) `touch executed`; touch executed\nsecond line",
        "--rehearse is an option, this is a prompt",
        "@/etc/hostname",
        "Ünïcödé 日本語 🐑",
      })
  void arrivesAsItIs(String prompt) {
    Said said = desk.drover("run", "agent", prompt, "--param=agent=qa", "--rehearse", "--json");

    assertThat(said.succeeded().text("prompt")).isEqualTo(prompt);
    assertThat(directory.resolve("executed")).doesNotExist();
  }

  @Test
  void afterTwoDashesEverythingIsAPrompt() {
    Said said =
        desk.drover("run", "agent", "--param=agent=qa", "--rehearse", "--json", "--", "--help");

    assertThat(said.succeeded().text("prompt")).isEqualTo("--help");
  }

  @Test
  void comesFromStandardInput() {
    String large = "word ".repeat(200_000);

    Said said =
        desk.droverReading(large, "run", "agent", "-", "--param=agent=qa", "--rehearse", "--json");

    assertThat(said.succeeded().text("prompt").strip()).isEqualTo(large.strip());
  }

  @Test
  void isRefusedAboveOneMegabyte() {
    Said said =
        desk.droverReading(
            "w".repeat(1024 * 1024 + 1), "run", "agent", "-", "--param=agent=qa", "--rehearse");

    assertThat(said.complained(2).err()).contains("1 MB");
  }

  @Test
  void isRefusedWithAZeroByte() {
    Said said = desk.droverReading("a\0b", "run", "agent", "-", "--param=agent=qa", "--rehearse");

    said.complained(2);
  }

  @Test
  void isRefusedWhenStandardInputIsEmpty() {
    Said said = desk.droverReading("", "run", "agent", "-", "--param=agent=qa", "--rehearse");

    assertThat(said.complained(2).err()).contains("needs a prompt");
  }
}
