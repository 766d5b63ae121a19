package drover.sandbox;

import drover.sandbox.Sandbox.Cell;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A place for programs behind bwrap. */
record ConfinedCell(Enclosure enclosure, List<Mount> mounts, Bubblewrap sandbox) implements Cell {

  @Override
  public List<String> command(List<String> argv, Set<String> variables) {
    return sandbox.command(enclosure, mounts, argv);
  }

  /** Every user can enter it; the sandbox changes to the workspace by itself. */
  @Override
  public Path directory() {
    return Path.of("/");
  }

  @Override
  public Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> own = new HashMap<>(variables);
    own.putAll(enclosure.variables());
    own.put("HOME", Bubblewrap.HOME);
    own.put("PWD", Bubblewrap.WORKSPACE);
    own.put("TMPDIR", "/tmp");
    own.put("PATH", sandbox.searchPath(mounts));
    return own;
  }

  /**
   * @throws IllegalArgumentException when it is not shown
   */
  @Override
  public String inside(Path path) {
    return inside(mounts, path);
  }

  static String inside(List<Mount> mounts, Path path) {
    return mounts.stream()
        .filter(mount -> path.startsWith(mount.host()))
        .max(Comparator.comparing(mount -> mount.host().getNameCount()))
        .map(mount -> Path.of(mount.inside()).resolve(mount.host().relativize(path)).toString())
        .orElseThrow(() -> new IllegalArgumentException(path + " is not shown in the sandbox"));
  }

  /**
   * bwrap starts a first process in the sandbox, and that one the program. Until it is there, the
   * command itself is all there is to be stopped.
   */
  @Override
  public ProcessHandle programOf(ProcessHandle started) {
    return started
        .children()
        .findFirst()
        .flatMap(first -> first.children().min(Comparator.comparing(ConfinedCell::startOf)))
        .orElse(started);
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.MAX);
  }
}
