package drover.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The home directory that an agent gets for a run. The agent definitions that come with the factory
 * are laid there; one of the same name in the repository goes before them.
 */
public final class AgentHome {
  private final Path definitions;

  /**
   * @param definitions directory of the definitions that come with the factory
   */
  public AgentHome(Path definitions) {
    this.definitions = definitions;
  }

  public Path definitions() {
    return definitions;
  }

  /** Copies them, where no sandbox can show them. */
  public void furnish(Path home) {
    Path agents = home.resolve(".claude/agents");
    try (Stream<Path> files = Files.list(definitions)) {
      Files.createDirectories(agents);
      for (Path file : files.toList()) {
        Files.copy(file, agents.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot furnish " + home, e);
    }
  }

  /** Whether Claude Code has begun a session in this home, even if it could not say so any more. */
  public static boolean knowsSession(Path home, String session) {
    Path projects = home.resolve(".claude/projects");
    if (!Files.isDirectory(projects)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(projects, 2)) {
      return files.anyMatch(file -> file.endsWith(session + ".jsonl"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + projects, e);
    }
  }
}
