package drover.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.follow.AgentEvent.ToolResult;
import drover.follow.AgentEvent.ToolResults;
import drover.follow.ToolVerdict;
import drover.json.Json;
import drover.run.RunEnded;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door through which hooks ask, and what it remembers. */
@Timeout(60)
class GuardDoorTest {
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private GuardDoor door;

  @BeforeEach
  void open(@TempDir Path folder) {
    Guard guard = new Guard(new Places(Path.of("/workspace"), Path.of("/home/agent")));
    door = GuardDoor.open(folder.resolve("guard.sock"), guard, notices::add);
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void what_may_be_done_is_answered_with_one_word() throws IOException {
    assertThat(ask(bash("t1", "npm test"))).isEqualTo("allow\n");
    assertThat(notices).isEmpty();
  }

  @Test
  void a_denial_names_what_to_do_instead_and_is_told_to_people() throws IOException {
    assertThat(ask(bash("t1", "rm -rf /opt/x")))
        .startsWith("deny\n/opt/x is outside the workspace. Delete only below");
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("denied to the agent (removal): Bash rm -rf /opt/x: /opt/x is outside");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{}",
        "{\"hook_event_name\":\"Stop\"}",
        "{\"hook_event_name\":\"PreToolUse\"}",
        "{\"hook_event_name\":\"PreToolUse\",\"tool_use_id\":\"t\",\"tool_name\":\"Bash\","
            + "\"cwd\":\"relative\",\"tool_input\":{}}",
        "{\"hook_event_name\":\"PreToolUse\",\"tool_use_id\":\"t\",\"tool_name\":\"Bash\","
            + "\"cwd\":\"/\",\"tool_input\":\"rm\"}",
      })
  void what_is_no_question_is_denied(String question) throws IOException {
    assertThat(ask(question)).startsWith("deny\nThe guard cannot read what it was asked: ");
  }

  @Test
  void a_question_without_end_is_denied() throws IOException {
    String endless = "{\"hook_event_name\":\"" + "x".repeat(5 << 20);

    assertThat(ask(endless)).contains("longer than 4 MiB");
  }

  @Test
  void a_question_nested_without_end_is_denied() throws IOException {
    assertThat(ask("[".repeat(1 << 20))).startsWith("deny\n");
  }

  @Test
  void denials_are_told_to_people_only_so_often() throws IOException {
    for (int i = 0; i < 250; i++) {
      ask(bash("t" + i, "git push --force"));
    }

    assertThat(notices).hasSize(200);
  }

  @Test
  void a_failure_to_tell_people_changes_no_answer(@TempDir Path folder) throws IOException {
    Guard guard = new Guard(new Places(Path.of("/workspace"), Path.of("/home/agent")));
    try (GuardDoor deaf =
        GuardDoor.open(
            folder.resolve("s"),
            guard,
            text -> {
              throw new IllegalStateException("the ledger is closed");
            })) {
      assertThat(ask(deaf, bash("t1", "rm -rf /etc"))).startsWith("deny\n");
    }
  }

  @Test
  void the_canary_is_not_told_to_people() throws IOException {
    assertThat(ask(bash("canary", "rm -rf /"))).startsWith("deny\n");
    assertThat(notices).isEmpty();
  }

  @Test
  void a_tool_that_asked_and_was_allowed_may_have_run() throws IOException {
    ask("{\"hook_event_name\":\"SessionStart\",\"session_id\":\"s\"}");
    ask(bash("t1", "true"));

    door.requireAsked(result("t1", ToolVerdict.RAN));
    assertThat(door.sessionBegan()).isTrue();
  }

  @Test
  void a_tool_that_ran_unasked_ends_the_run_as_guard_silent() throws IOException {
    ask("{\"hook_event_name\":\"SessionStart\"}");
    ask(bash("t1", "true"));

    assertThatThrownBy(() -> door.requireAsked(result("t2", ToolVerdict.RAN)))
        .isInstanceOfSatisfying(
            RunEnded.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo("failed");
              assertThat(ended.reason())
                  .startsWith(
                      "guard-silent: a tool ran (t2) for which the guard was not asked, so");
            });
  }

  @Test
  void a_tool_that_ran_though_it_was_denied_ends_the_run() throws IOException {
    ask("{\"hook_event_name\":\"SessionStart\"}");
    ask(bash("t1", "rm -rf /etc"));
    ask(bash("t1", "true"));

    assertThat(door.silence(result("t1", ToolVerdict.RAN)))
        .hasValueSatisfying(what -> assertThat(what).contains("that the guard had denied"));
  }

  @Test
  void a_session_that_never_reported_is_found_out() throws IOException {
    ask(bash("t1", "true"));

    assertThat(door.silence(result("t1", ToolVerdict.RAN)))
        .hasValueSatisfying(what -> assertThat(what).contains("start of the session"));
  }

  @Test
  void what_did_not_run_needs_no_leave() {
    assertThat(door.silence(result("t1", ToolVerdict.DENIED_BY_HOOK))).isEmpty();
    assertThat(door.silence(result("t1", ToolVerdict.FAILED))).isEmpty();
  }

  private static ToolResults result(String id, ToolVerdict verdict) {
    return new ToolResults(List.of(new ToolResult(id, verdict)), Optional.empty());
  }

  private static String bash(String id, String command) {
    return Json.write(
        Map.of(
            "hook_event_name", "PreToolUse",
            "tool_name", "Bash",
            "tool_use_id", id,
            "cwd", "/workspace",
            "tool_input", Map.of("command", command, "timeout", 5)));
  }

  private String ask(String question) throws IOException {
    return ask(door, question);
  }

  private static String ask(GuardDoor door, String question) throws IOException {
    try (SocketChannel guest = SocketChannel.open(UnixDomainSocketAddress.of(door.socket()))) {
      ByteBuffer out = ByteBuffer.wrap(question.getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        guest.write(out);
      }
      guest.shutdownOutput();
      ByteBuffer answer = ByteBuffer.allocate(2_000);
      while (guest.read(answer) >= 0) {
        assertThat(answer.hasRemaining()).isTrue();
      }
      return StandardCharsets.UTF_8.decode(answer.flip()).toString();
    }
  }
}
