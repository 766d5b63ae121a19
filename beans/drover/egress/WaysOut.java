package drover.egress;

import drover.config.Settings;
import drover.run.RunExecution;
import drover.runtime.AgentRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a way out of a sandbox for each program of a run. */
public final class WaysOut {
  private final Egress egress;
  private final Settings settings;

  public WaysOut(Egress egress, Settings settings) {
    this.egress = egress;
    this.settings = settings;
  }

  /**
   * @param runtime the agent whose model is within reach
   */
  public WayOut open(RunExecution run, AgentRuntime runtime) {
    Path directory = directoryIn(run.directory());
    return new WayOut(
        egress.open(run.claim(), run.task().job(), runtime, directory),
        new GuestNetwork(settings, runtime));
  }

  /** Where the sockets of a run lie. */
  public static Path directoryIn(Path run) {
    try {
      return Files.createDirectories(run.resolve("doors"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory in " + run, e);
    }
  }
}
