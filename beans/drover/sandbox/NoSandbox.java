package drover.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Programs run as they are: somebody accepted that, or it is a rehearsal. */
public final class NoSandbox implements Sandbox {
  @Override
  public Cell around(Enclosure enclosure) {
    return new OpenCell(enclosure);
  }

  @Override
  public Strength strength() {
    return Strength.OPEN;
  }

  private record OpenCell(Enclosure enclosure) implements Cell {
    @Override
    public List<String> command(List<String> argv, Set<String> variables) {
      return argv;
    }

    @Override
    public Path directory() {
      return enclosure.workspace();
    }

    @Override
    public Map<String, String> environment(Map<String, String> variables) {
      return variables;
    }

    @Override
    public String inside(Path host) {
      return host.toString();
    }

    @Override
    public ProcessHandle programOf(ProcessHandle started) {
      return started;
    }
  }
}
