package drover.claude;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Everything one turn touches: a repository, a home, and an API that answers by script. */
record TurnBench(Path repository, Path home, ScriptedMessagesApi api) implements AutoCloseable {

  static TurnBench in(Path folder) throws IOException {
    Path repository = Files.createDirectories(folder.resolve("repository"));
    Path home = Files.createDirectories(folder.resolve("home"));
    TurnBench bench = new TurnBench(repository, home, ScriptedMessagesApi.start());
    bench.git("init", "-q", "-b", "main");
    return bench;
  }

  HeadlessTurn turn(String prompt) {
    return new HeadlessTurn(repository, home, api).prompt(prompt);
  }

  /** Defines the agent "publisher" below a home or a repository; no tools means all tools. */
  TurnBench withPublisher(Path root, String systemPrompt, String... tools) throws IOException {
    Path agents = Files.createDirectories(root.resolve(".claude/agents"));
    String toolsLine = tools.length == 0 ? "" : "tools: " + String.join(", ", tools) + "\n";
    Files.writeString(
        agents.resolve("publisher.md"),
        "---\nname: publisher\ndescription: Publishes work\n%s---\n%s\n"
            .formatted(toolsLine, systemPrompt));
    return this;
  }

  String git(String... arguments) {
    try {
      ProcessBuilder git = new ProcessBuilder("git").directory(repository.toFile());
      git.command().addAll(List.of(arguments));
      Process process = git.redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    api.close();
    api.verifyNothingUnexpected();
  }
}
