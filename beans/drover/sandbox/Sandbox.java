package drover.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides how a program is started so that it sees what its enclosure shows. */
public interface Sandbox {
  Cell around(Enclosure enclosure);

  /** Whether programs are confined at all. */
  Strength strength();

  /** What a sandbox is good for. */
  enum Strength {
    CONFINED,
    /** Programs run as this process does, with its files and network. */
    OPEN
  }

  /** A place for programs. */
  interface Cell {
    /**
     * Program and arguments that start the given ones in here.
     *
     * @param variables names of what the program gets in its environment
     */
    List<String> command(List<String> argv, Set<String> variables);

    /** The same for a program that needs none. */
    default List<String> command(List<String> argv) {
      return command(argv, Set.of());
    }

    /** Where the command itself is started. */
    Path directory();

    /** The environment that programs in here get instead of the one given. */
    Map<String, String> environment(Map<String, String> variables);

    /** The name in here of a path of this machine. */
    String inside(Path host);

    /** Of a started command, the process that is the program asked for and not what shuts it in. */
    ProcessHandle programOf(ProcessHandle started);

    /** When the command has ended, or was killed: nothing of it is left when this returns. */
    default void clear() {}
  }
}
