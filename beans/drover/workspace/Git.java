package drover.workspace;

import drover.machine.CommandResult;
import drover.machine.CommandRunner;
import drover.machine.ProcessCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration LONGEST_CALL = Duration.ofMinutes(30);

  private final CommandRunner commands;
  private final Map<String, String> environment;
  private final Duration longestCall;

  private Git(CommandRunner commands, Map<String, String> environment) {
    this(commands, environment, LONGEST_CALL);
  }

  private Git(CommandRunner commands, Map<String, String> environment, Duration longestCall) {
    this.commands = commands;
    this.environment = Map.copyOf(environment);
    this.longestCall = longestCall;
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

  /** The same with more in its environment: what a remote is reached with. */
  Git with(Map<String, String> more) {
    Map<String, String> own = new HashMap<>(environment);
    own.putAll(more);
    return new Git(commands, own, longestCall);
  }

  /** The same with less patience: a command that takes longer is ended, and has failed. */
  Git within(Duration longest) {
    return new Git(commands, environment, longest);
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
    if (result.exitCode() == CommandRunner.TIMED_OUT) {
      throw new GitFailed(arguments[0], "fatal: ended after " + longestCall.toSeconds() + " s");
    }
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

  /**
   * What git prints, byte for byte, in a file.
   *
   * @param input file that git reads as standard input
   * @param output file that does not exist yet
   * @param mostBytes git is stopped when it prints more
   * @throws TooLarge when it does
   * @throws GitFailed when git says no
   */
  void write(
      Path directory, Optional<Path> input, Path output, long mostBytes, String... arguments) {
    Path errors = output.resolveSibling(output.getFileName() + ".errors");
    try {
      Files.createFile(output);
      int exitCode =
          commands.run(
              new ProcessCommand(argv(arguments), directory, environment, input, output, errors),
              LONGEST,
              started -> isLarger(output, mostBytes));
      if (isLarger(output, mostBytes)) {
        throw new TooLarge(mostBytes);
      }
      if (exitCode != 0) {
        throw new GitFailed(
            arguments[0], new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).strip());
      }
    } catch (IOException e) {
      throw new GitFailed(
          arguments[0], "what it prints cannot be kept in " + output + ": " + e.getMessage());
    }
  }

  private static boolean isLarger(Path file, long bytes) {
    try {
      return Files.size(file) > bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file, e);
    }
  }

  private static List<String> argv(String... arguments) {
    List<String> argv = new ArrayList<>();
    argv.add("git");
    argv.addAll(QUIET);
    argv.addAll(Arrays.asList(arguments));
    return argv;
  }

  private CommandResult call(Path directory, String... arguments) {
    try {
      return commands.run(argv(arguments), directory, environment, longestCall, started -> false);
    } catch (IOException e) {
      throw new GitFailed(
          arguments[0], "git cannot be started in " + directory + ": " + e.getMessage());
    }
  }
}
