package drover.guard;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Guardrail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tool calls pass; the commands stand in {@code src/test/resources/guard}. */
class GuardTest {
  private static final Path LISTS = Path.of("src/test/resources/guard");
  private static final Guard GUARD =
      new Guard(new Places(Path.of("/workspace"), Path.of("/home/agent")));
  private static final Guard OF_NOBODY_AT_THE_KEYBOARD =
      new Guard(
          new Places(Path.of("/workspace"), Path.of("/home/agent")),
          EnumSet.allOf(Guardrail.class));

  @ParameterizedTest
  @MethodSource
  void a_dangerous_command_is_denied_by_its_rule(String rule, String command) {
    Guard guard = rule.equals("guardrail") ? OF_NOBODY_AT_THE_KEYBOARD : GUARD;
    assertThat(guard.judge(bash(command)))
        .isInstanceOfSatisfying(
            Verdict.Denied.class,
            denied -> assertThat(denied.rule().word()).as(denied.sentence()).isEqualTo(rule));
  }

  static List<Arguments> a_dangerous_command_is_denied_by_its_rule() throws IOException {
    List<Arguments> commands = new ArrayList<>();
    for (Verdict.Rule rule : Verdict.Rule.values()) {
      for (String command : commands("dangerous/" + rule.word() + ".txt")) {
        commands.add(Arguments.of(rule.word(), command));
      }
    }
    return commands;
  }

  @ParameterizedTest
  @MethodSource
  void an_ordinary_command_passes(String command) {
    assertThat(GUARD.judge(bash(command))).isEqualTo(Verdict.ALLOWED);
  }

  static List<String> an_ordinary_command_passes() throws IOException {
    return commands("ordinary.txt");
  }

  private static List<String> commands(String list) throws IOException {
    return Files.readAllLines(LISTS.resolve(list)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("# "))
        .map(line -> line.replace('⏎', '\n'))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "Read,file_path,/home/agent/.ssh/id_rsa",
    "Read,file_path,~/.aws/credentials",
    "Read,file_path,/proc/self/environ",
    "Read,file_path,/proc/17/task/17/environ",
    "Read,file_path,../home/agent/.netrc",
    "Grep,path,/home/agent/.config/gh",
    "Glob,pattern,/home/agent/.ssh/*",
    "Glob,path,/etc/ssl/private",
    "Edit,file_path,/etc/shadow",
    "Write,file_path,/root/.ssh/authorized_keys",
    "NotebookEdit,notebook_path,/run/secrets/token",
    "mcp__files__read,path,/home/agent/.git-credentials",
  })
  void files_with_credentials_are_closed_to_every_tool(String tool, String field, String path) {
    assertThat(GUARD.judge(call(tool, Map.of(field, path))))
        .isInstanceOfSatisfying(
            Verdict.Denied.class,
            denied -> assertThat(denied.rule()).isEqualTo(Verdict.Rule.CREDENTIALS));
  }

  @ParameterizedTest
  @CsvSource({
    "Read,file_path,/workspace/.env",
    "Read,file_path,/workspace/docs/security.md",
    "Grep,pattern,~/.ssh/id_rsa",
    "Glob,pattern,**/*.java",
    "Write,file_path,/home/agent/notes.md",
    "Write,content,cat ~/.ssh/id_rsa",
  })
  void other_files_are_open(String tool, String field, String path) {
    assertThat(GUARD.judge(call(tool, Map.of(field, path)))).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void a_relative_path_counts_from_where_the_agent_works() {
    ToolCall call = new ToolCall("t", "Bash", "/etc", Map.of("command", "rm -rf apt; cat shadow"));

    assertThat(GUARD.judge(call)).isInstanceOf(Verdict.Denied.class);
  }

  @Test
  void a_command_that_is_too_long_is_denied_only_when_it_is_suspicious() {
    String padding = "x".repeat(140_000);

    assertThat(GUARD.judge(bash("echo " + padding))).isEqualTo(Verdict.ALLOWED);
    assertThat(GUARD.judge(bash("rm -rf build; echo " + padding)))
        .isInstanceOfSatisfying(
            Verdict.Denied.class,
            denied -> assertThat(denied.sentence()).contains("longer than", "Write tool"));
  }

  @Test
  void a_denial_says_what_to_do_instead() {
    assertThat(GUARD.judge(bash("rm -rf /opt/x")))
        .isEqualTo(
            new Verdict.Denied(
                Verdict.Rule.REMOVAL,
                "/opt/x is outside the workspace. Delete only below /workspace or /tmp, by a path"
                    + " that shows it."));
  }

  private static ToolCall bash(String command) {
    return call("Bash", Map.of("command", command));
  }

  private static ToolCall call(String tool, Map<String, String> inputs) {
    return new ToolCall("toolu_1", tool, "/workspace", inputs);
  }
}
