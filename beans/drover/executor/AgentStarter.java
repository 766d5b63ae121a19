package drover.executor;

import drover.config.TurnSettings;
import drover.follow.PriceTable;
import drover.follow.TurnReport;
import drover.ledger.TurnRecord;
import drover.limit.TurnWatch;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ProcessCommand;
import drover.machine.ProcessLauncher;
import drover.machine.ProcessTree;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.AgentCommand;
import drover.turn.AgentCommand.Session;
import drover.turn.AgentCommands;
import drover.turn.Assignment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the process of a turn in the room that is made for it. */
public final class AgentStarter {
  private final ProcessLauncher launcher;
  private final CommandRunner commands;
  private final Clock clock;
  private final TurnSettings settings;
  private final AgentRooms rooms;
  private final AgentCommands agents;
  private final LiveOutputs outputs;

  public AgentStarter(
      ProcessLauncher launcher,
      CommandRunner commands,
      Clock clock,
      TurnSettings settings,
      AgentRooms rooms,
      AgentCommands agents,
      LiveOutputs outputs) {
    this.launcher = launcher;
    this.commands = commands;
    this.clock = clock;
    this.settings = settings;
    this.rooms = rooms;
    this.agents = agents;
    this.outputs = outputs;
  }

  /**
   * @param watch says when it has to be stopped
   * @throws RunEnded when the agent cannot be started
   */
  LocalAgent start(
      RunExecution run,
      Assignment assignment,
      TurnRecord record,
      TurnWatch watch,
      Invocations invocations) {
    TurnFiles files = TurnFiles.of(run.directory(), record.turn(), record.invocation());
    AgentCommand agent = agents.of(run, assignment);
    files.prepare(agent.prompt(assignment));
    AgentRoom room = rooms.around(run, assignment, record, agent);
    List<String> argv =
        agent.arguments(
            assignment.reaching(room.servers()), session(run, assignment, record, agent));
    try {
      Map<String, String> variables = agent.environment(run, assignment);
      Process process =
          launcher.start(
              new ProcessCommand(
                  room.cell().command(argv, variables.keySet()),
                  room.cell().directory(),
                  run.mark().on(room.cell().environment(variables)),
                  Optional.of(files.prompt()),
                  files.output(),
                  files.errors()));
      return attend(
          run,
          process,
          files,
          room,
          watch,
          () -> invocations.started(run, record, process.toHandle()));
    } catch (IOException e) {
      room.close();
      throw RunEnded.failed(
          "failed",
          "agent-missing: %s cannot be started: install it, or set %s"
              .formatted(argv.getFirst(), agent.commandKey()));
    } catch (RuntimeException e) {
      room.close();
      throw e;
    }
  }

  /** From here on the process is in good hands; if it cannot be followed it does not live on. */
  private LocalAgent attend(
      RunExecution run,
      Process process,
      TurnFiles files,
      AgentRoom room,
      TurnWatch watch,
      Runnable record) {
    try {
      record.run();
      StopLadder stop =
          new StopLadder(
              process.toHandle(),
              room.cell()::programOf,
              () -> run.stop().isRequested() || watch.isBreached(),
              commands,
              clock,
              settings.stopGrace());
      Runnable look =
          () -> {
            if (!run.stop().isRequested()) { // one reason to stop is enough
              watch.look();
              room.memory()
                  .filter(memory -> memory.isExceededBy(process.toHandle()))
                  .ifPresent(memory -> watch.outOfMemory(memory.mostBytes(), memory.usedBytes()));
            }
            stop.climbWhenAsked();
          };
      OutputTail tail =
          new OutputTail(
              files.output(),
              0,
              new Writers(process.toHandle(), run.mark()),
              look,
              clock,
              settings.poll(),
              outputs);
      return new LocalAgent(process, tail, run.mark(), watch, room);
    } catch (RuntimeException e) {
      new ProcessTree(process.toHandle()).kill();
      run.mark().killAll();
      throw e;
    }
  }

  /** Before what is recorded of an agent is settled whose factory died. */
  void clear(RunExecution run) {
    rooms.clear(run);
  }

  /** What is spent is told as the agent's output tells it, and estimated where it does not. */
  TurnReport report(RunExecution run, Assignment assignment, PriceTable prices) {
    return new TurnReport(prices, agents.of(run, assignment).untoldModel(assignment));
  }

  private static Session session(
      RunExecution run, Assignment assignment, TurnRecord record, AgentCommand agent) {
    Path home = run.directory().resolve(assignment.purpose().home());
    boolean known = assignment.resume().isPresent() || agent.knowsSession(home, record.session());
    return new Session(record.session(), known ? Session.Beginning.RESUMED : Session.Beginning.NEW);
  }
}
