package drover.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Runs a program to its end and gives back what it printed. */
public final class CommandRunner {
  /** Exit code of a command that was stopped because its time was over; as timeout(1) says it. */
  public static final int TIMED_OUT = 124;

  private static final Duration LOOK = Duration.ofMillis(100);

  private final ProcessLauncher launcher;
  private final Clock clock;
  private final TemporaryFiles temporary;

  /** Output of commands that are running goes to the temporary directory of the machine. */
  public CommandRunner(ProcessLauncher launcher, Clock clock) {
    this(launcher, clock, prefix -> Files.createTempFile("drover-" + prefix, ".out"));
  }

  /** The same with a place of its own, where nothing stays when this process is killed. */
  public CommandRunner(ProcessLauncher launcher, Clock clock, Scratch scratch) {
    this(launcher, clock, scratch::file);
  }

  private CommandRunner(ProcessLauncher launcher, Clock clock, TemporaryFiles temporary) {
    this.launcher = launcher;
    this.clock = clock;
    this.temporary = temporary;
  }

  /**
   * @throws IOException when the program cannot be started
   */
  public CommandResult run(List<String> argv, Path directory, Map<String, String> environment)
      throws IOException {
    return run(argv, directory, environment, Duration.ofMinutes(30), started -> false);
  }

  /**
   * Ends the whole process tree when the time is over or it has to stop.
   *
   * @param mustStop asked of the started process again and again
   * @throws IOException when the program cannot be started
   */
  public CommandResult run(
      List<String> argv,
      Path directory,
      Map<String, String> environment,
      Duration limit,
      Predicate<ProcessHandle> mustStop)
      throws IOException {
    Path output = temporary.file("command-");
    try {
      int exitCode =
          run(
              new ProcessCommand(argv, directory, environment, Optional.empty(), output, output),
              limit,
              mustStop);
      return new CommandResult(exitCode, read(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /**
   * For output that is too large or too strange for a text: input and output are files.
   *
   * @return the exit code
   * @throws IOException when the program cannot be started
   */
  public int run(ProcessCommand command, Duration limit, Predicate<ProcessHandle> mustStop)
      throws IOException {
    return await(launcher.start(command), limit, mustStop);
  }

  private int await(Process process, Duration limit, Predicate<ProcessHandle> mustStop) {
    var deadline = clock.now().plus(limit);
    try {
      while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (mustStop.test(process.toHandle()) || clock.now().isAfter(deadline)) {
          new ProcessTree(process.toHandle()).kill();
          process.waitFor();
          return TIMED_OUT;
        }
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      new ProcessTree(process.toHandle()).kill();
      Thread.currentThread().interrupt();
      return TIMED_OUT;
    }
  }

  private static String read(Path output) {
    try {
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what a command printed: " + output, e);
    }
  }

  private interface TemporaryFiles {
    Path file(String prefix) throws IOException;
  }
}
