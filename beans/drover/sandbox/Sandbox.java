package drover.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
    /** Program and arguments that start the given ones in here. */
    List<String> command(List<String> argv);

    /** Where the command itself is started. */
    Path directory();

    /** The environment that programs in here get instead of the one given. */
    Map<String, String> environment(Map<String, String> variables);

    /** The name in here of a path of this machine. */
    String inside(Path host);

    /** Of a started command, the process that is the program asked for and not what shuts it in. */
    ProcessHandle programOf(ProcessHandle started);
  }
}
