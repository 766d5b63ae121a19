package drover.verify;

import drover.config.Settings;
import drover.config.VerifySettings;
import drover.egress.WayOut;
import drover.egress.WaysOut;
import drover.machine.Clock;
import drover.machine.CommandResult;
import drover.machine.CommandRunner;
import drover.machine.MemoryWatch;
import drover.run.RunExecution;
import drover.sandbox.Enclosure;
import drover.sandbox.Mount;
import drover.sandbox.Sandbox;
import drover.sandbox.Sandbox.Cell;
import drover.sandbox.Sandbox.Strength;
import drover.sandbox.Sandboxes;
import drover.workspace.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs the program of a check, which runs what an agent wrote: confined like the agent itself. */
public final class CheckRunner {
  private final Sandboxes sandboxes;
  private final WaysOut waysOut;
  private final CommandRunner commands;
  private final Clock clock;
  private final VerifySettings settings;
  private final long mostMemory;
  private final Map<String, String> environment;

  /**
   * @param environment of this process
   */
  public CheckRunner(
      Sandboxes sandboxes,
      WaysOut waysOut,
      CommandRunner commands,
      Clock clock,
      Settings settings,
      Map<String, String> environment) {
    this.sandboxes = sandboxes;
    this.waysOut = waysOut;
    this.commands = commands;
    this.clock = clock;
    this.settings = settings.verify();
    this.mostMemory = settings.sandbox().memoryBytes();
    this.environment = CheckEnvironment.from(environment);
  }

  /**
   * @param argv program and arguments, by their names in the cell
   * @throws IOException when the program cannot be started
   * @throws drover.run.RunStopped when the run had to stop meanwhile
   */
  CommandResult run(RunExecution run, Enclosure enclosure, Function<Cell, List<String>> argv)
      throws IOException {
    return run(run, enclosure, settings.timeout(), argv);
  }

  /** The same with another limit of its time. */
  CommandResult run(
      RunExecution run, Enclosure enclosure, Duration limit, Function<Cell, List<String>> argv)
      throws IOException {
    List<Mount> stores = ObjectStores.behind(run.directory()).stream().map(Mount::asItIs).toList();
    Sandbox sandbox = sandboxes.of(run);
    if (sandbox.strength() == Strength.OPEN) {
      return run(run, sandbox.around(enclosure), enclosure.home(), limit, argv);
    }
    try (WayOut way = waysOut.open(run, run.task().worker())) {
      Cell cell = sandbox.around(way.outOf(enclosure.showing(stores)));
      return run(run, cell, enclosure.home(), limit, argv);
    }
  }

  private CommandResult run(
      RunExecution run,
      Cell cell,
      Optional<Path> home,
      Duration limit,
      Function<Cell, List<String>> argv)
      throws IOException {
    MemoryWatch memory = new MemoryWatch(mostMemory, clock);
    Map<String, String> variables = variables(home);
    CommandResult result;
    try {
      result =
          commands.run(
              cell.command(argv.apply(cell), variables.keySet()),
              cell.directory(),
              run.mark().on(cell.environment(variables)),
              limit,
              started -> run.stop().isRequested() || memory.isExceededBy(started));
    } finally {
      cell.clear();
    }
    run.stop().check();
    return memory.isExceeded()
        ? new CommandResult(result.exitCode(), result.output() + tooMuch(memory))
        : result;
  }

  private static String tooMuch(MemoryWatch memory) {
    return "\nstopped: all its processes together used more than %d MB (drover.sandbox.memory-mb)"
        .formatted(memory.mostBytes() / (1024 * 1024));
  }

  private Map<String, String> variables(Optional<Path> home) {
    Map<String, String> variables = new HashMap<>(environment);
    home.ifPresent(directory -> variables.put("HOME", directory.toString()));
    variables.put("TMPDIR", "/tmp");
    return variables;
  }

  /** What a check left running, in a session of its own perhaps, is not left over for the next. */
  void tidy(RunExecution run) {
    run.mark().killAll();
    sandboxes.clear(run.task(), run.mark());
  }

  /** Whether programs of this run are those of an image, and not of this machine. */
  boolean isContained(RunExecution run) {
    return sandboxes.isContained(run.task());
  }
}
