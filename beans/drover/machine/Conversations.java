package drover.machine;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts programs that are talked to through pipes, from one long-lived thread like all others. */
public final class Conversations {
  private final ExecutorService forks =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("conversation-launcher").daemon().factory());

  /**
   * @param environment the complete environment; nothing is inherited
   * @return the program; what it says on standard error is heard by nobody
   * @throws IOException when it cannot be started
   */
  public Process begin(List<String> argv, Path directory, Map<String, String> environment)
      throws IOException {
    Future<Process> started = forks.submit(() -> fork(argv, directory, environment));
    try {
      return started.get();
    } catch (InterruptedException e) {
      started.cancel(false);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting " + argv.getFirst(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("cannot start " + argv.getFirst(), e.getCause());
    }
  }

  private static Process fork(List<String> argv, Path directory, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(argv).directory(directory.toFile()).redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }
}
