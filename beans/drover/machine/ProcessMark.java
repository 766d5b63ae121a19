package drover.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A variable that a program was started with. What the program starts holds it too, in whatever
 * session and also when its parent is gone; only one that drops it on purpose is not found, and
 * nothing is found where there is no {@code /proc}.
 */
public record ProcessMark(String name, String value) {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessMark.class);
  private static final Path PROC = Path.of("/proc");
  private static final String PREFIX = "DROVER_";

  /** After a crash hundreds of runs look for what is left of them at the same time. */
  private static final SharedLook<Map<String, List<ProcessHandle>>> HELD =
      new SharedLook<>(ProcessMark::lookAround);

  private static final int MOST_ROUNDS = 50;
  private static final int ROUND_MILLIS = 100;

  /**
   * What every program that works for a run can be told by, also when its parent is gone. Two
   * factories on a machine may have runs of the same id, but not in the same directory.
   *
   * @param runDirectory {@code runs/<id>} of the data directory
   */
  public static ProcessMark ofRun(Path runDirectory) {
    String place = Integer.toHexString(runDirectory.toAbsolutePath().hashCode());
    return new ProcessMark("DROVER_RUN", runDirectory.getFileName() + "." + place);
  }

  /** The environment of a program that is to hold it. */
  public Map<String, String> on(Map<String, String> environment) {
    Map<String, String> marked = new HashMap<>(environment);
    marked.put(name, value);
    return marked;
  }

  /** Kills all that hold it; none of them is there any more when this returns. */
  public void killAll() {
    List<ProcessHandle> left = holders();
    for (int round = 0; round < MOST_ROUNDS && !left.isEmpty(); round++) {
      left.forEach(ProcessHandle::destroyForcibly);
      left.forEach(ProcessMark::awaitEnd);
      left = holders(); // what was started meanwhile
    }
    if (!left.isEmpty()) {
      LOG.warn("These processes cannot be killed: {}", left);
    }
  }

  private List<ProcessHandle> holders() {
    return HELD.fresh().getOrDefault(name + "=" + value, List.of()).stream()
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** Every process of this machine by the marks that it was started with. */
  private static Map<String, List<ProcessHandle>> lookAround() {
    Map<String, List<ProcessHandle>> held = new HashMap<>();
    ProcessHandle.allProcesses()
        .forEach(
            process ->
                marksOf(process.pid())
                    .forEach(
                        mark -> held.computeIfAbsent(mark, any -> new ArrayList<>()).add(process)));
    return held;
  }

  private static Stream<String> marksOf(long pid) {
    try {
      byte[] environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
      String text = new String(environment, StandardCharsets.UTF_8);
      return text.contains(PREFIX)
          ? Arrays.stream(text.split("\0")).filter(variable -> variable.startsWith(PREFIX))
          : Stream.empty();
    } catch (IOException e) {
      return Stream.empty(); // gone by now, or another user's
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    process.onExit().completeOnTimeout(process, ROUND_MILLIS, TimeUnit.MILLISECONDS).join();
  }
}
