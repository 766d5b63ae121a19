package drover.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of the real CLI, started with nothing but what the factory gives it. */
final class HeadlessTurn {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HANGING_AFTER_SECONDS = 60;

  private final Path repository;
  private final Path home;
  private final ScriptedMessagesApi api;
  private final List<String> options = new ArrayList<>();
  private final List<String> wrapper = new ArrayList<>();
  private final Map<String, String> moreEnvironment = new HashMap<>();
  private String prompt = "";

  HeadlessTurn(Path repository, Path home, ScriptedMessagesApi api) {
    this.repository = repository;
    this.home = home;
    this.api = api;
  }

  /** What the CLI printed and how it ended. */
  record Outcome(int exitCode, List<JsonNode> events, String errors) {

    JsonNode result() {
      return events.stream()
          .filter(event -> event.path("type").asText().equals("result"))
          .reduce((earlier, later) -> later)
          .orElseThrow(() -> new AssertionError("no result, exit " + exitCode + ": " + errors));
    }

    List<JsonNode> ofType(String type) {
      return events.stream().filter(event -> event.path("type").asText().equals(type)).toList();
    }
  }

  HeadlessTurn prompt(String text) {
    prompt = text;
    return this;
  }

  HeadlessTurn with(String... moreOptions) {
    options.addAll(List.of(moreOptions));
    return this;
  }

  /** Programs in front of the CLI, such as a sandbox. */
  HeadlessTurn inside(List<String> command) {
    wrapper.addAll(command);
    return this;
  }

  HeadlessTurn knowing(String variable, String value) {
    moreEnvironment.put(variable, value);
    return this;
  }

  Outcome run() {
    return start().await();
  }

  Running start() {
    try {
      Path promptFile = Files.writeString(home.resolve("prompt.md"), prompt);
      Path output = home.resolve("stdout.jsonl");
      Path errors = home.resolve("stderr.txt");
      ProcessBuilder builder =
          new ProcessBuilder(command())
              .directory(repository.toFile())
              .redirectInput(promptFile.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment());
      builder.environment().putAll(moreEnvironment);
      return new Running(builder.start(), output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Running(Process process, Path output, Path errors) {

    Outcome await() {
      try {
        if (!process.waitFor(HANGING_AFTER_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("The CLI hangs. It printed: " + Files.readString(output));
        }
        return new Outcome(process.exitValue(), parse(output), Files.readString(errors));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    void kill() {
      process.destroyForcibly().onExit().join();
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(wrapper);
    command.add(RealClaudeCli.path().toString());
    command.addAll(List.of("-p", "--output-format", "stream-json", "--verbose"));
    command.addAll(List.of("--include-partial-messages", "--model", "sonnet"));
    command.addAll(options);
    return command;
  }

  private Map<String, String> environment() {
    return Map.of(
        "PATH", System.getenv("PATH"),
        "HOME", home.toString(),
        "ANTHROPIC_BASE_URL", api.baseUrl(),
        "CLAUDE_CODE_OAUTH_TOKEN", "test-token",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
        "GIT_AUTHOR_NAME", "Drover",
        "GIT_AUTHOR_EMAIL", "drover@example.com",
        "GIT_COMMITTER_NAME", "Drover",
        "GIT_COMMITTER_EMAIL", "drover@example.com");
  }

  private static List<JsonNode> parse(Path output) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      events.add(JSON.readTree(line));
    }
    return events;
  }
}
