package drover.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A command that is running: what it has said so far, and the signals it may be sent. */
final class Live {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Executor READERS = task -> Thread.ofPlatform().daemon().start(task);

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> out;
  private final CompletableFuture<String> err;

  Live(Process process) {
    this.process = process;
    this.out = CompletableFuture.supplyAsync(() -> read(process.getInputStream(), lines), READERS);
    this.err =
        CompletableFuture.supplyAsync(
            () -> read(process.getErrorStream(), new LinkedBlockingQueue<>()), READERS);
  }

  /** Id of the run, which is the first thing that {@code run} says. */
  String run() {
    return awaitLine("run ").split(" ")[1];
  }

  /** Waits until a line of standard output has this text in it. */
  String awaitLine(String text) {
    return awaitLine(text, PATIENCE);
  }

  String awaitLine(String text, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    try {
      while (true) {
        Duration left = Duration.between(Instant.now(), deadline);
        String line = lines.poll(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        if (line == null) {
          throw new AssertionError("no line with \"" + text + "\" within " + patience);
        }
        if (line.contains(text)) {
          return line;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The processes that live below this one, at least one: waits for it to start some. */
  List<ProcessHandle> children() {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      List<ProcessHandle> found = process.descendants().toList();
      if (!found.isEmpty()) {
        return found;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("it started no process");
  }

  /** As Ctrl-C does it: to the whole process group. */
  void interrupt() {
    signal("INT", "-" + process.pid());
  }

  /** As a service manager does it: to this process alone. */
  void terminate() {
    signal("TERM", String.valueOf(process.pid()));
  }

  /** It stands still, and what it started does not. */
  void freeze() {
    signal("STOP", String.valueOf(process.pid()));
  }

  void thaw() {
    signal("CONT", String.valueOf(process.pid()));
  }

  /** {@code kill -9}, to this process alone. */
  void kill() {
    signal("KILL", String.valueOf(process.pid()));
  }

  Said end() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("it did not end within " + PATIENCE);
      }
      return new Said(process.exitValue(), out.get(), err.get());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nothing that a test started outlives it. */
  void abandon() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void signal(String name, String target) {
    try {
      new ProcessBuilder("kill", "-" + name, "--", target).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(InputStream stream, BlockingQueue<String> lines) {
    StringBuilder all = new StringBuilder();
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        all.append(line).append('\n');
        lines.add(line);
      }
    } catch (IOException e) {
      all.append("[unread: ").append(e.getMessage()).append(']');
    }
    return all.toString();
  }
}
