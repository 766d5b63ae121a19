package drover.executor;

import drover.cache.PackageCaches;
import drover.cache.PackageCaches.Use;
import drover.config.Guardrail;
import drover.config.SandboxSettings;
import drover.egress.DoorSocket;
import drover.egress.WayOut;
import drover.egress.WaysOut;
import drover.guard.Guard;
import drover.guard.GuardDoor;
import drover.guard.Places;
import drover.ledger.EventType;
import drover.ledger.TurnRecord;
import drover.machine.Clock;
import drover.machine.MemoryWatch;
import drover.mcp.McpDoor;
import drover.mcp.McpServers;
import drover.run.Journal;
import drover.run.RunExecution;
import drover.sandbox.Bubblewrap;
import drover.sandbox.Enclosure;
import drover.sandbox.Mount;
import drover.sandbox.Sandbox;
import drover.sandbox.Sandbox.Cell;
import drover.sandbox.Sandbox.Strength;
import drover.sandbox.Sandboxes;
import drover.task.Task;
import drover.turn.AgentCommand;
import drover.turn.AgentHome;
import drover.turn.Assignment;
import drover.workspace.ObjectStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
  private final McpServers mcpServers;
  private final PackageCaches caches;
  private final Path runtimeImage;
  private final SandboxSettings settings;
  private final Clock clock;
  private final Journal journal;
  private final Function<Task, Set<Guardrail>> guardrails;

  /**
   * @param runtimeImage directory of the installation with {@code managed/} and {@code hooks/}
   * @param guardrails what is forbidden to the agent of a task beyond what is to all
   */
  public AgentRooms(
      Sandboxes sandboxes,
      WaysOut waysOut,
      AgentHome homes,
      McpServers mcpServers,
      PackageCaches caches,
      Path runtimeImage,
      SandboxSettings settings,
      Clock clock,
      Journal journal,
      Function<Task, Set<Guardrail>> guardrails) {
    this.sandboxes = sandboxes;
    this.waysOut = waysOut;
    this.homes = homes;
    this.mcpServers = mcpServers;
    this.caches = caches;
    this.runtimeImage = runtimeImage;
    this.settings = settings;
    this.clock = clock;
    this.journal = journal;
    this.guardrails = guardrails;
  }

  AgentRoom around(RunExecution run, Assignment assignment, TurnRecord record, AgentCommand agent) {
    if (!assignment.runtime().asksHooks()) {
      journal.tell(
          run.claim(), EventType.NOTICE, WITHOUT_HOOKS.formatted(assignment.runtime().word()));
    }
    Sandbox sandbox = sandboxes.of(run, "turn-%d-%d".formatted(record.turn(), record.invocation()));
    Path home = run.directory().resolve(assignment.purpose().home());
    Enclosure place = place(run, assignment.directory()).withHome(home);
    Enclosure enclosure =
        assignment.purpose().isReview() ? place : caches.in(run, Use.TURNS, place);
    make(home);
    List<McpDoor> servers = assignment.purpose().isReview() ? List.of() : mcpServers.open(run);
    try {
      return sandbox.strength() == Strength.OPEN
          ? open(sandbox.around(enclosure), home, servers)
          : confined(run, assignment, sandbox, enclosure.showing(tools(run, agent)), servers);
    } catch (RuntimeException e) {
      servers.forEach(McpDoor::close);
      throw e;
    }
  }

  private Guard guardOf(RunExecution run) {
    Places places = new Places(Path.of(Bubblewrap.WORKSPACE), Path.of(Bubblewrap.HOME));
    return new Guard(places, guardrails.apply(run.task()));
  }

  /** What is left of an agent whose factory died, where it does not die with that. */
  void clear(RunExecution run) {
    sandboxes.clear(run.task(), run.mark());
  }

  private AgentRoom open(Cell cell, Path home, List<McpDoor> servers) {
    homes.furnish(home);
    Map<String, Path> sockets = new HashMap<>();
    servers.forEach(door -> sockets.put(door.server(), door.socket()));
    return new AgentRoom(cell, Optional.empty(), Optional.empty(), sockets, closing(servers));
  }

  /** What is not the run's own is only shown; git may read it, whoever it belongs to. */
  private static Enclosure place(RunExecution run, Path directory) {
    return directory.startsWith(run.directory())
        ? Enclosure.around(directory)
        : Enclosure.reading(directory)
            .telling(
                Map.of(
                    "GIT_CONFIG_COUNT", "1",
                    "GIT_CONFIG_KEY_0", "safe.directory",
                    "GIT_CONFIG_VALUE_0", Bubblewrap.WORKSPACE));
  }

  private AgentRoom confined(
      RunExecution run,
      Assignment assignment,
      Sandbox sandbox,
      Enclosure walls,
      List<McpDoor> servers) {
    Map<String, Path> sockets = new HashMap<>();
    servers.forEach(door -> sockets.put(door.server(), insideOf(door)));
    Enclosure enclosure =
        walls.showing(
            servers.stream()
                .map(door -> Mount.writable(door.socket(), insideOf(door).toString()))
                .toList());
    Optional<MemoryWatch> memory = Optional.of(new MemoryWatch(settings.memoryBytes(), clock));
    WayOut way = waysOut.open(run, assignment.runtime());
    try {
      if (!asksHooks(run, assignment)) {
        Cell cell = sandbox.around(way.outOf(enclosure));
        return new AgentRoom(
            cell, Optional.empty(), memory, sockets, closing(servers, cell::clear, way::close));
      }
      GuardDoor door = guardDoor(run);
      Cell cell = sandbox.around(guarded(run, door, way.outOf(enclosure)));
      return new AgentRoom(
          cell,
          Optional.of(door),
          memory,
          sockets,
          closing(servers, cell::clear, door::close, way::close));
    } catch (RuntimeException e) {
      way.close();
      throw e;
    }
  }

  /** The scripted agent of a rehearsal does not know them. */
  private static boolean asksHooks(RunExecution run, Assignment assignment) {
    return assignment.runtime().asksHooks() && !run.task().isRehearsal();
  }

  private static Path insideOf(McpDoor door) {
    return Path.of("/run/drover/mcp-" + door.server() + ".sock");
  }

  private static List<Runnable> closing(List<McpDoor> servers, Runnable... others) {
    List<Runnable> all = new ArrayList<>(List.of(others));
    servers.forEach(door -> all.add(door::close));
    return all;
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
            place.path(),
            guardOf(run),
            notice -> journal.tell(run.claim(), EventType.NOTICE, notice));
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
      // a container's engine would make the place of a mount for itself, and nobody else could
      // write beside it
      Files.createDirectories(home.resolve(".claude/agents"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + home, e);
    }
  }
}
