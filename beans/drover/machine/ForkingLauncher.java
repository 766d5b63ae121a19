package drover.machine;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts every child from one long-lived platform thread: a child with a parent-death signal is
 * killed when the thread that forked it ends, and the carriers of virtual threads end when idle.
 */
public final class ForkingLauncher implements ProcessLauncher {
  private static final File NOTHING = new File("/dev/null");

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

  private static Process fork(ProcessCommand command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command.argv())
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
