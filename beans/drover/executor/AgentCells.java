package drover.executor;

import drover.run.RunExecution;
import drover.sandbox.Bubblewrap;
import drover.sandbox.Enclosure;
import drover.sandbox.Mount;
import drover.sandbox.Sandbox;
import drover.sandbox.Sandbox.Cell;
import drover.sandbox.Sandbox.Strength;
import drover.sandbox.Sandboxes;
import drover.turn.AgentCommand;
import drover.turn.AgentHome;
import drover.turn.Assignment;
import drover.workspace.ObjectStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is around an agent: its workspace and home, and what it needs to see beside them. */
public final class AgentCells {
  private final Sandboxes sandboxes;
  private final AgentHome homes;

  public AgentCells(Sandboxes sandboxes, AgentHome homes) {
    this.sandboxes = sandboxes;
    this.homes = homes;
  }

  Cell around(RunExecution run, Assignment assignment, AgentCommand agent) {
    Sandbox sandbox = sandboxes.of(run.task());
    Path home = run.directory().resolve(assignment.purpose().home());
    Enclosure enclosure = Enclosure.around(assignment.directory()).withHome(home);
    if (sandbox.strength() == Strength.OPEN) {
      homes.furnish(home);
      return sandbox.around(enclosure);
    }
    make(home);
    List<Mount> mounts = new ArrayList<>();
    ObjectStores.behind(run.directory()).forEach(store -> mounts.add(Mount.asItIs(store)));
    agent.needs().forEach(path -> mounts.add(Mount.asItIs(path)));
    mounts.add(Mount.readOnly(homes.definitions(), Bubblewrap.HOME + "/.claude/agents"));
    return sandbox.around(enclosure.showing(mounts));
  }

  private static void make(Path home) {
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + home, e);
    }
  }
}
