package drover.github.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Git on this machine, without the configuration of whoever runs the tests. */
public final class GitCommand {
  private GitCommand() {}

  public static String run(Path directory, String... arguments) {
    return ask(directory, arguments)
        .orElseThrow(() -> new IllegalStateException("git " + String.join(" ", arguments)));
  }

  /** Standard output; empty when git says no. */
  public static Optional<String> ask(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder git = new ProcessBuilder(command).directory(directory.toFile());
    git.redirectError(ProcessBuilder.Redirect.DISCARD);
    git.environment()
        .putAll(
            java.util.Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_AUTHOR_NAME", "A",
                "GIT_AUTHOR_EMAIL", "a@example.com",
                "GIT_COMMITTER_NAME", "A",
                "GIT_COMMITTER_EMAIL", "a@example.com"));
    try {
      Process process = git.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.onExit().join().exitValue() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
