package drover.guard;

import drover.guard.Verdict.Denied;
import drover.shell.Call;
import java.util.List;
import java.util.Optional;

/** One thing that no command line of an agent may do. */
interface CommandRule {
  /**
   * @param calls everything that the command line would run, in order
   */
  Optional<Denied> judge(List<Call> calls);
}
