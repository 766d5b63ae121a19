package drover.guard;

import static org.assertj.core.api.Assertions.assertThat;

import drover.machine.NeedsPrograms;
import drover.machine.UnixListener;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that stand in the sandbox: whatever goes wrong, they deny. */
@Timeout(120)
@NeedsPrograms({"socat", "bwrap", "dash"})
class HooksTest {
  private static final Path HOOKS = Path.of("runtime-image/hooks").toAbsolutePath();
  private static final String QUESTION =
      "{\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"Bash\",\"tool_use_id\":\"t\","
          + "\"cwd\":\"/workspace\",\"tool_input\":{\"command\":\"%s\"}}";

  private final CountDownLatch connected = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private Path socket;
  private Path folder;

  /** How a script ended, and what it said on each output. */
  private record Ended(int status, String said, String complained) {}

  @BeforeEach
  void prepare(@TempDir Path temporary) {
    folder = temporary;
    socket = temporary.resolve("guard.sock");
  }

  @AfterEach
  void letGo() {
    over.countDown();
  }

  @Test
  void silence_is_leave() throws Exception {
    try (GuardDoor door = door()) {
      assertThat(askGuard(QUESTION.formatted("npm test"))).isEqualTo(new Ended(0, "", ""));
    }
  }

  @Test
  void a_denial_is_status_2_and_its_sentence() throws Exception {
    try (GuardDoor door = door()) {
      Ended ended = askGuard(QUESTION.formatted("rm -rf /etc"));

      assertThat(ended.status()).isEqualTo(2);
      assertThat(ended.said()).isEmpty();
      assertThat(ended.complained()).startsWith("/etc is outside the workspace.");
    }
  }

  @Test
  void a_large_question_arrives_whole() throws Exception {
    try (GuardDoor door = door()) {
      String command = "cat > big.txt <<'EOF'\\n" + "x".repeat(100_000) + "\\nEOF\\nrm -rf /etc";

      assertThat(askGuard(QUESTION.formatted(command)).complained()).startsWith("/etc is outside");
    }
  }

  @Test
  void without_a_socket_it_denies() throws Exception {
    assertDenies(askGuard("{}"), "there is no socket");
  }

  @Test
  void with_a_socket_that_nobody_listens_on_it_denies() throws Exception {
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close();

    assertDenies(askGuard("{}"), "it broke off");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "allowed\n",
        "allow\nbut\n",
        "allow deny",
        " allow",
        "deny",
        "deny\n",
        "{\"decision\":\"allow\"}",
        "ALLOW"
      })
  void an_odd_answer_is_a_denial(String answer) throws Exception {
    try (UnixListener odd = UnixListener.open(socket, connection -> answer(connection, answer))) {
      Ended ended = askGuard("{}");

      assertThat(ended.status()).isEqualTo(2);
      assertThat(ended.complained()).contains("The guard did not answer");
    }
  }

  @Test
  void a_guard_that_hangs_up_without_a_word_denies() throws Exception {
    try (UnixListener mute = UnixListener.open(socket, connection -> {})) {
      assertThat(askGuard("{}").status()).isEqualTo(2);
    }
  }

  @Test
  void a_guard_that_never_answers_denies_before_the_cli_loses_patience() throws Exception {
    Path hurried =
        Files.writeString(
            folder.resolve("ask-guard"),
            Files.readString(HOOKS.resolve("ask-guard"))
                .replace("LIMIT_SECONDS=20", "LIMIT_SECONDS=1"));
    try (UnixListener never = UnixListener.open(socket, this::hold)) {
      assertDenies(run("{}", "dash", hurried.toString(), socket.toString()), "1 s");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/usr/bin/socat", "/usr/bin/timeout"})
  void without_its_tools_it_denies(String tool) throws Exception {
    Path broken = Files.writeString(folder.resolve("broken"), "");
    try (GuardDoor door = door()) {
      Ended ended =
          run(
              QUESTION.formatted("true"),
              "bwrap",
              "--dev-bind",
              "/",
              "/",
              "--ro-bind",
              broken.toString(),
              tool,
              HOOKS.resolve("ask-guard").toString(),
              socket.toString());

      assertThat(ended.status()).isEqualTo(2);
    }
  }

  @Test
  void a_signal_is_a_denial() throws Exception {
    try (UnixListener never = UnixListener.open(socket, this::hold)) {
      Process hook = start("{}", "dash", HOOKS.resolve("ask-guard").toString(), socket.toString());
      assertThat(connected.await(30, TimeUnit.SECONDS)).isTrue();

      hook.destroy();
      never.close();

      assertThat(hook.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(hook.exitValue()).isEqualTo(2);
    }
  }

  @Test
  void the_environment_cannot_send_it_to_another_guard() throws Exception {
    Path friendly = folder.resolve("friendly");
    try (GuardDoor door = door();
        UnixListener evil =
            UnixListener.open(friendly, connection -> answer(connection, "allow"))) {
      Ended ended =
          run(
              QUESTION.formatted("rm -rf /etc"),
              "env",
              "DROVER_GUARD_SOCKET=" + friendly,
              "PATH=" + folder,
              HOOKS.resolve("ask-guard").toString(),
              socket.toString());

      assertThat(ended.status()).isEqualTo(2);
    }
  }

  @Test
  void the_canary_lives_where_the_guard_answers() throws Exception {
    try (GuardDoor door = door()) {
      assertThat(canary()).isEqualTo(new Ended(0, "", ""));
    }
  }

  @Test
  void the_canary_dies_without_a_guard() throws Exception {
    Ended ended = canary();

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.complained()).startsWith("The guardrail hooks do not work: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"allow", "deny\nNo."})
  void the_canary_dies_with_a_guard_that_always_says_the_same(String answer) throws Exception {
    try (UnixListener dull = UnixListener.open(socket, connection -> answer(connection, answer))) {
      assertThat(canary().status()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "{\"half\":", "{}}x"})
  void a_broken_message_does_not_reach_the_agent(String message) throws Exception {
    Path file = Files.writeString(folder.resolve("wrap-up.json"), message);

    assertThat(wrapUp(file)).isEqualTo(new Ended(0, "", ""));
  }

  @Test
  void a_message_reaches_the_agent_as_it_is() throws Exception {
    Path file = Files.writeString(folder.resolve("wrap-up.json"), "{\"a\":\"%s\\n\"}\n");

    assertThat(wrapUp(file)).isEqualTo(new Ended(0, "{\"a\":\"%s\\n\"}\n", ""));
    assertThat(wrapUp(folder.resolve("none"))).isEqualTo(new Ended(0, "", ""));
  }

  private GuardDoor door() {
    Guard guard = new Guard(new Places(Path.of("/workspace"), Path.of("/home/agent")));
    return GuardDoor.open(socket, guard, text -> {});
  }

  private Ended askGuard(String question) throws Exception {
    return run(question, "dash", HOOKS.resolve("ask-guard").toString(), socket.toString());
  }

  private Ended canary() throws Exception {
    String hook = HOOKS.resolve("ask-guard").toString();
    return run("", "dash", HOOKS.resolve("canary").toString(), hook, socket.toString());
  }

  private Ended wrapUp(Path file) throws Exception {
    return run("{}", "dash", HOOKS.resolve("wrap-up").toString(), file.toString());
  }

  private void assertDenies(Ended ended, String why) {
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.said()).isEmpty();
    assertThat(ended.complained()).contains("The guard did not answer", why);
  }

  private static void answer(SocketChannel connection, String text) throws IOException {
    ByteBuffer question = ByteBuffer.allocate(1 << 20);
    while (connection.read(question) >= 0) {
      question.clear();
    }
    connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Hears the question and never answers it. */
  private void hold(SocketChannel connection) throws IOException {
    connected.countDown();
    ByteBuffer ignored = ByteBuffer.allocate(1 << 16);
    while (connection.read(ignored) >= 0) {
      ignored.clear();
    }
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Ended run(String input, String... command) throws Exception {
    Process process = start(input, command);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("errors")));
  }

  private Process start(String input, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectInput(Files.writeString(folder.resolve("in"), input).toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("errors").toFile())
        .start();
  }
}
