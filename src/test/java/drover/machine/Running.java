package drover.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

  /** The processes that work, or were left behind, for a run. */
  public static List<ProcessHandle> forRun(String run) {
    return ProcessHandle.allProcesses()
        .filter(Running::isRunning)
        .filter(process -> environmentOf(process).contains("DROVER_RUN=" + run))
        .toList();
  }

  /** Those that hold a mark. */
  public static List<ProcessHandle> with(ProcessMark mark) {
    return ProcessHandle.allProcesses()
        .filter(Running::isRunning)
        .filter(process -> environmentOf(process).contains(mark.name() + "=" + mark.value() + "\0"))
        .toList();
  }

  private static String environmentOf(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // gone by now
    }
  }

  /** Returns when it is over; a process that was told to end takes a moment for it. */
  public static void awaitEnd(ProcessHandle process) {
    while (isRunning(process)) {
      Thread.onSpinWait();
    }
  }
}
