package drover.machine;

import java.io.IOException;

/** Starts programs of this machine. Nothing else in the factory does. */
public interface ProcessLauncher {
  /**
   * @throws IOException when the program cannot be started, for instance because it is not there
   */
  Process start(ProcessCommand command) throws IOException;
}
