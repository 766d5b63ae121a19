package drover.machine;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Starts every child from one long-lived platform thread: a child with a parent-death signal is
 * killed when the thread that forked it ends, and the carriers of virtual threads end when idle.
 */
public final class ForkingLauncher implements ProcessLauncher {
  private static final File NOTHING = new File("/dev/null");

  /**
   * Ctrl-C at a terminal goes to everything in its foreground: what a run has started is stopped by
   * the run, in order, and cannot reach the terminal. setsid(1) keeps pid and exit status.
   */
  private static final List<String> OWN_SESSION =
      Stream.of("/usr/bin/setsid", "/bin/setsid")
          .filter(program -> Files.isExecutable(Path.of(program)))
          .limit(1)
          .toList();

  private final ExecutorService forks =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("process-launcher").daemon().factory());

  @Override
  public Process start(ProcessCommand command) throws IOException {
    Future<Process> started = forks.submit(() -> fork(command));
    try {
      return started.get();
    } catch (InterruptedException e) {
      started.cancel(false);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting " + command.argv().getFirst(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("cannot start " + command.argv().getFirst(), e.getCause());
    }
  }

  /** Said here, because setsid could only say it on standard error. */
  private static void requireProgram(ProcessCommand command) throws IOException {
    String program = command.argv().getFirst();
    boolean found =
        program.contains("/")
            ? Files.isExecutable(command.directory().resolve(program))
            : Stream.of(command.environment().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    if (!found) {
      throw new IOException("there is no program " + program);
    }
    if (!Files.isDirectory(command.directory())) {
      throw new IOException("there is no directory " + command.directory());
    }
  }

  private static Process fork(ProcessCommand command) throws IOException {
    requireProgram(command);
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(OWN_SESSION.stream(), command.argv().stream()).toList())
            .directory(command.directory().toFile())
            .redirectInput(Redirect.from(command.input().map(p -> p.toFile()).orElse(NOTHING)))
            .redirectOutput(Redirect.appendTo(command.output().toFile()));
    if (command.errors().equals(command.output())) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(Redirect.appendTo(command.errors().toFile()));
    }
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    return builder.start();
  }
}
