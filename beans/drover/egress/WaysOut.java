package drover.egress;

import drover.run.RunExecution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a way out of a sandbox for each program of a run. */
public final class WaysOut {
  private final Egress egress;
  private final GuestNetwork network;

  public WaysOut(Egress egress, GuestNetwork network) {
    this.egress = egress;
    this.network = network;
  }

  public WayOut open(RunExecution run) {
    return new WayOut(
        egress.open(run.claim(), run.task().job(), directoryIn(run.directory())), network);
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
