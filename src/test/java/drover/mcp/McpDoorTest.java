package drover.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.machine.Conversations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection through the door is the standard input and output of a server of its own. */
class McpDoorTest {
  private static final String ECHO =
      "while read -r line; do echo \"$$ ${#TOKEN} $line\"; done; exit 0";

  @TempDir private Path directory;
  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();

  @Test
  void what_is_said_reaches_the_server_and_what_it_answers_comes_back() throws Exception {
    try (McpDoor door = door(ECHO);
        Caller caller = new Caller(door.socket())) {
      assertThat(caller.ask("hello")).endsWith(" 6 hello");
      assertThat(caller.ask("again")).endsWith(" 6 again");
    }
  }

  @Test
  void every_connection_has_a_server_of_its_own() throws Exception {
    try (McpDoor door = door(ECHO);
        Caller one = new Caller(door.socket());
        Caller other = new Caller(door.socket())) {
      assertThat(one.ask("x")).isNotEqualTo(other.ask("x"));
    }
  }

  @Test
  void no_server_outlives_its_door() throws Exception {
    long server;
    try (McpDoor door = door(ECHO);
        Caller caller = new Caller(door.socket())) {
      server = Long.parseLong(caller.ask("x").split(" ")[0]);
      assertThat(ProcessHandle.of(server)).isPresent();
    }
    assertThat(ProcessHandle.of(server).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_server_that_cannot_be_started_is_told_and_the_caller_hears_the_end() throws Exception {
    try (McpDoor door =
            McpDoor.open("sentry", () -> start("/nonexistent/server"), notices::add, directory);
        Caller caller = new Caller(door.socket())) {
      assertThat(caller.answers.readLine()).isNull();
      assertThat(notices.poll(30, TimeUnit.SECONDS))
          .startsWith("the MCP server sentry cannot be started: ");
    }
  }

  @Test
  void a_server_that_fails_is_told() throws Exception {
    try (McpDoor door = door("exit 3");
        Caller caller = new Caller(door.socket())) {
      assertThat(caller.answers.readLine()).isNull();
      assertThat(notices.poll(30, TimeUnit.SECONDS))
          .isEqualTo("the MCP server sentry ended with status 3");
    }
  }

  @Test
  void behind_a_closed_door_is_nobody() {
    McpDoor door = door(ECHO);
    door.close();

    assertThatThrownBy(() -> new Caller(door.socket())).isInstanceOf(IOException.class);
  }

  private McpDoor door(String script) {
    return McpDoor.open("sentry", () -> start("/bin/sh", "-c", script), notices::add, directory);
  }

  private Process start(String... argv) throws IOException {
    return new Conversations()
        .begin(List.of(argv), directory, Map.of("PATH", System.getenv("PATH"), "TOKEN", "secret"));
  }

  private static final class Caller implements AutoCloseable {
    private final SocketChannel channel;
    private final PrintWriter questions;
    final BufferedReader answers;

    Caller(Path socket) throws IOException {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      questions =
          new PrintWriter(
              Channels.newWriter(channel, StandardCharsets.UTF_8), /* autoFlush= */ true);
      answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    String ask(String line) throws IOException {
      questions.println(line);
      return answers.readLine();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
