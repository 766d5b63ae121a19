package drover.crash;

import drover.machine.ProcessMark;
import drover.machine.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * No process of any run is there any more. What belongs to a run is told by the data directory: it
 * stands in the environment, in the arguments or is the current directory of all that a run starts.
 */
final class NobodyIsLeft implements Invariant {
  private static final Path PROC = Path.of("/proc");

  @Override
  public List<String> violations(Aftermath aftermath) {
    String mark = aftermath.grounds().data().toString();
    return Stream.concat(
            ProcessHandle.allProcesses()
                .filter(process -> belongsTo(mark, PROC.resolve(Long.toString(process.pid())))),
            workingFor(aftermath))
        .distinct()
        .map(process -> "a process is left: " + told(process))
        .toList();
  }

  /** A confined process knows nothing of the data directory, but for which run it is. */
  private static Stream<ProcessHandle> workingFor(Aftermath aftermath) {
    return aftermath.story().runs().stream()
        .map(run -> ProcessMark.ofRun(aftermath.grounds().runDirectory(run.id())))
        .flatMap(mark -> Running.with(mark).stream());
  }

  private static boolean belongsTo(String mark, Path process) {
    return holds(process.resolve("environ"), mark)
        || holds(process.resolve("cmdline"), mark)
        || isIn(process.resolve("cwd"), mark);
  }

  private static boolean holds(Path file, String mark) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(mark + "/");
    } catch (IOException e) {
      return false; // gone by now
    }
  }

  private static boolean isIn(Path link, String mark) {
    try {
      return Files.readSymbolicLink(link).toString().startsWith(mark);
    } catch (IOException e) {
      return false;
    }
  }

  private static String told(ProcessHandle process) {
    Path commandLine = PROC.resolve(process.pid() + "/cmdline");
    try {
      return process.pid() + " " + Files.readString(commandLine).replace('\0', ' ');
    } catch (IOException e) {
      return process.pid() + "";
    }
  }
}
