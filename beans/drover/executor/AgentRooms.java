package drover.executor;

import drover.config.SandboxSettings;
import drover.egress.DoorSocket;
import drover.egress.WayOut;
import drover.egress.WaysOut;
import drover.guard.Guard;
import drover.guard.GuardDoor;
import drover.guard.Places;
import drover.ledger.EventType;
import drover.machine.Clock;
import drover.machine.MemoryWatch;
import drover.run.Journal;
import drover.run.RunExecution;
import drover.sandbox.Bubblewrap;
import drover.sandbox.Enclosure;
import drover.sandbox.Mount;
import drover.sandbox.Sandbox;
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
import java.util.Optional;

/**
 * Makes the place where an agent works: its workspace and home, what it needs to see beside them,
 * the one way out, and the guard that its hooks ask.
 */
public final class AgentRooms {
  private static final String WITHOUT_HOOKS =
      "%s asks no hooks: the guard does not see its commands, and it is not told when a limit is"
          + " near; its sandbox and the limits hold all the same";
  private static final String MANAGED_SETTINGS = "/etc/claude-code/managed-settings.json";
  private static final String HOOKS = Bubblewrap.OWN + "/hooks";
  private static final String GUARD_SOCKET = "/run/drover/guard.sock";
  private static final String CONTROL = "/run/drover/control";

  private final Sandboxes sandboxes;
  private final WaysOut waysOut;
  private final AgentHome homes;
  private final Path runtimeImage;
  private final SandboxSettings settings;
  private final Clock clock;
  private final Journal journal;
  private final Guard guard =
      new Guard(new Places(Path.of(Bubblewrap.WORKSPACE), Path.of(Bubblewrap.HOME)));

  /**
   * @param runtimeImage directory of the installation with {@code managed/} and {@code hooks/}
   */
  public AgentRooms(
      Sandboxes sandboxes,
      WaysOut waysOut,
      AgentHome homes,
      Path runtimeImage,
      SandboxSettings settings,
      Clock clock,
      Journal journal) {
    this.sandboxes = sandboxes;
    this.waysOut = waysOut;
    this.homes = homes;
    this.runtimeImage = runtimeImage;
    this.settings = settings;
    this.clock = clock;
    this.journal = journal;
  }

  AgentRoom around(RunExecution run, Assignment assignment, AgentCommand agent) {
    if (!assignment.runtime().asksHooks()) {
      journal.tell(
          run.claim(), EventType.NOTICE, WITHOUT_HOOKS.formatted(assignment.runtime().word()));
    }
    Sandbox sandbox = sandboxes.of(run.task());
    Path home = run.directory().resolve(assignment.purpose().home());
    Enclosure enclosure = Enclosure.around(assignment.directory()).withHome(home);
    if (sandbox.strength() == Strength.OPEN) {
      homes.furnish(home);
      return new AgentRoom(
          sandbox.around(enclosure), Optional.empty(), Optional.empty(), List.of());
    }
    make(home);
    return confined(run, assignment, sandbox, enclosure.showing(tools(run, agent)));
  }

  private AgentRoom confined(
      RunExecution run, Assignment assignment, Sandbox sandbox, Enclosure enclosure) {
    Optional<MemoryWatch> memory = Optional.of(new MemoryWatch(settings.memoryBytes(), clock));
    WayOut way = waysOut.open(run, assignment.runtime());
    try {
      if (!asksHooks(run, assignment)) {
        return new AgentRoom(
            sandbox.around(way.outOf(enclosure)), Optional.empty(), memory, List.of(way::close));
      }
      GuardDoor door = guardDoor(run);
      return new AgentRoom(
          sandbox.around(guarded(run, door, way.outOf(enclosure))),
          Optional.of(door),
          memory,
          List.of(door::close, way::close));
    } catch (RuntimeException e) {
      way.close();
      throw e;
    }
  }

  /** The scripted agent of a rehearsal does not know them. */
  private static boolean asksHooks(RunExecution run, Assignment assignment) {
    return assignment.runtime().asksHooks() && !run.task().isRehearsal();
  }

  private List<Mount> tools(RunExecution run, AgentCommand agent) {
    List<Mount> mounts = new ArrayList<>();
    ObjectStores.behind(run.directory()).forEach(store -> mounts.add(Mount.asItIs(store)));
    agent.needs().forEach(path -> mounts.add(Mount.asItIs(path)));
    mounts.add(Mount.readOnly(homes.definitions(), Bubblewrap.HOME + "/.claude/agents"));
    return mounts;
  }

  private GuardDoor guardDoor(RunExecution run) {
    DoorSocket place = DoorSocket.in(WaysOut.directoryIn(run.directory()), "guard.sock");
    GuardDoor door =
        GuardDoor.open(
            place.path(), guard, notice -> journal.tell(run.claim(), EventType.NOTICE, notice));
    place.lock();
    return door;
  }

  /** Managed settings hold against whatever a repository's own settings say. */
  private Enclosure guarded(RunExecution run, GuardDoor door, Enclosure enclosure) {
    Path managed = runtimeImage.resolve("managed/managed-settings.json");
    return enclosure
        .showing(
            List.of(
                Mount.readOnly(managed, MANAGED_SETTINGS),
                Mount.readOnly(runtimeImage.resolve("hooks"), HOOKS),
                Mount.writable(door.socket(), GUARD_SOCKET),
                Mount.readOnly(run.directory().resolve("control"), CONTROL)))
        .onlyIf(HOOKS + "/canary");
  }

  private static void make(Path home) {
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + home, e);
    }
  }
}
