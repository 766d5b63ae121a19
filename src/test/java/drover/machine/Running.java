package drover.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a process still does anything. */
public final class Running {
  private Running() {}

  /** A dead process that nobody has waited for yet is not running, whatever its handle says. */
  public static boolean isRunning(ProcessHandle process) {
    try {
      String state = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return !state.substring(state.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns when it is over; a process that was told to end takes a moment for it. */
  public static void awaitEnd(ProcessHandle process) {
    while (isRunning(process)) {
      Thread.onSpinWait();
    }
  }
}
