package drover.workspace;

import drover.machine.CommandResult;
import drover.machine.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The git command line. Hooks never run, nobody is asked for a password, and nothing is done behind
 * the scenes. {@link #asOperator} sees the operator's configuration (credential helpers, safe
 * directories), {@link #clean} none at all: no filter, no alias, no include can run a program.
 */
public final class Git {
  private static final List<String> QUIET =
      List.of(
          "-c", "core.hooksPath=/dev/null",
          "-c", "core.fsmonitor=false",
          "-c", "gc.auto=0",
          "-c", "maintenance.auto=false",
          "-c", "protocol.ext.allow=never",
          "-c", "advice.detachedHead=false");

  private final CommandRunner commands;
  private final Map<String, String> environment;

  private Git(CommandRunner commands, Map<String, String> environment) {
    this.commands = commands;
    this.environment = Map.copyOf(environment);
  }

  /** For repositories of the operator and remotes. */
  public static Git asOperator(CommandRunner commands, Map<String, String> environment) {
    Map<String, String> own = new HashMap<>(environment);
    own.keySet().removeIf(name -> name.startsWith("GIT_"));
    own.putAll(common());
    return new Git(commands, own);
  }

  /** For repositories of the factory. */
  public static Git clean(CommandRunner commands, Map<String, String> environment) {
    Map<String, String> own = new HashMap<>(common());
    own.put("PATH", environment.getOrDefault("PATH", "/usr/bin:/bin"));
    own.put("HOME", "/nonexistent");
    own.put("GIT_CONFIG_NOSYSTEM", "1");
    own.put("GIT_CONFIG_GLOBAL", "/dev/null");
    own.put("GIT_ATTR_NOSYSTEM", "1");
    return new Git(commands, own);
  }

  private static Map<String, String> common() {
    return Map.of(
        "LC_ALL", "C",
        "GIT_TERMINAL_PROMPT", "0",
        "GIT_LFS_SKIP_SMUDGE", "1",
        "GIT_OPTIONAL_LOCKS", "0");
  }

  /**
   * @return standard output without the last newline
   * @throws GitFailed when git says no
   */
  public String run(Path directory, String... arguments) {
    CommandResult result = call(directory, arguments);
    if (!result.succeeded()) {
      throw new GitFailed(arguments[0], result.output().strip());
    }
    return result.output().stripTrailing();
  }

  /** Standard output, or empty when git says no. */
  public Optional<String> ask(Path directory, String... arguments) {
    CommandResult result = call(directory, arguments);
    return result.succeeded() ? Optional.of(result.output().stripTrailing()) : Optional.empty();
  }

  private CommandResult call(Path directory, String... arguments) {
    List<String> argv = new ArrayList<>();
    argv.add("git");
    argv.addAll(QUIET);
    argv.addAll(Arrays.asList(arguments));
    try {
      return commands.run(argv, directory, environment);
    } catch (IOException e) {
      throw new GitFailed(
          arguments[0], "git cannot be started in " + directory + ": " + e.getMessage());
    }
  }
}
