package drover.pipeline;

import drover.config.Secrets;
import drover.config.TurnSettings;
import drover.executor.AgentRooms;
import drover.executor.AgentStarter;
import drover.executor.LiveOutputs;
import drover.executor.LiveTurn;
import drover.executor.LocalExecutor;
import drover.executor.LocalLeftovers;
import drover.follow.InferredPrices;
import drover.follow.OutputLines.Line;
import drover.limit.LimitWitness;
import drover.limit.Limits;
import drover.mcp.McpPrograms;
import drover.mcp.McpServers;
import drover.progress.FollowedLine;
import drover.progress.Narrator;
import drover.progress.Progress;
import drover.redact.Redactor;
import drover.run.Cancellation;
import drover.run.Owners;
import drover.run.SpendWitness;
import drover.runtime.AgentRuntime;
import drover.turn.AgentCommand;
import drover.turn.AgentCommands;
import drover.turn.AgentHome;
import drover.turn.Assignment;
import drover.turn.Purpose;
import drover.turn.TurnFacts;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The local executor, and whatever program a test lets be the agent. */
record AgentBench(BeanBench beans, Workspace workspace) implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(5);

  static AgentBench in(Path folder) throws IOException {
    BeanBench beans = BeanBench.in(folder);
    return new AgentBench(beans, beans.workspaces.prepare(beans.run));
  }

  /**
   * @param grace time between two ways to stop it
   */
  LocalExecutor executor(AgentCommand agent, Duration grace) {
    return executor(agent, grace, "");
  }

  /**
   * @param limits what differs from the defaults, as YAML
   */
  LocalExecutor executor(AgentCommand agent, Duration grace, String limits) {
    AgentHome homes = new AgentHome(Blog.INSTALLATION.resolve("runtime-image/agents"));
    AgentRooms rooms =
        new AgentRooms(
            beans.sandboxes(),
            beans.waysOut(),
            homes,
            new McpServers(
                new McpPrograms(
                    beans.settings(""),
                    new Secrets(beans.environment, new Redactor(Map.of()))::find),
                beans.environment,
                beans.journal),
            beans.caches(beans.settings("")),
            Blog.INSTALLATION.resolve("runtime-image"),
            beans.settings("").sandbox(),
            beans.clock,
            beans.journal,
            task -> java.util.Set.of());
    return new LocalExecutor(
        beans.ledger,
        beans.clock,
        InferredPrices.TABLE,
        new Limits(
            beans.settings(limits), beans.ledger, beans.journal, beans.clock, LimitWitness.NONE),
        new Redactor(Map.of()),
        new AgentStarter(
            beans.launcher,
            beans.commands,
            beans.clock,
            new TurnSettings(POLL, grace),
            rooms,
            new AgentCommands(agent, agent, agent),
            new LiveOutputs()),
        SpendWitness.NONE);
  }

  /** As another process does it, which knows no live owner of the run. */
  Cancellation cancellation() {
    Redactor redactor = new Redactor(Map.of());
    return new Cancellation(
        beans.ledger,
        beans.journal,
        beans.clock,
        new Owners(Duration.ofMinutes(1)),
        new LocalLeftovers(
            beans.ledger, InferredPrices.TABLE, redactor, beans.containers(), beans.data()));
  }

  /** A turn of a shell script that is stopped in no hurry. */
  LiveTurn start(String script) {
    return executor(new ScriptedAgent(script), Duration.ofMinutes(1)).start(beans.run, work());
  }

  Assignment work() {
    return new Assignment(
        Purpose.IMPLEMENT,
        AgentRuntime.CLAUDE,
        Optional.empty(),
        "sonnet",
        10,
        "acceptEdits",
        List.of(),
        workspace.directory(),
        "Work",
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** Reads a turn to its end as the route does, every line put into words and recorded. */
  void follow(LiveTurn live) {
    Progress progress =
        new Progress(
            beans.ledger, beans.journal, beans.clock, new Redactor(Map.of()), SpendWitness.NONE);
    Narrator narrator = new Narrator();
    live.lines()
        .forEachRemaining(
            line -> {
              FollowedLine read = progress.read(live, line);
              progress.record(
                  live,
                  switch (read.getType()) {
                    case "assistant" -> narrator.assistant(live, read);
                    case "system" -> narrator.system(read);
                    case "tool_progress" -> narrator.toolProgress(read);
                    case "rate_limit_event" -> narrator.rateLimit(read);
                    case "result" -> narrator.result(live, read);
                    default -> read;
                  });
            });
  }

  /** The rest of the output, read to its end without being recorded. */
  static List<String> drain(LiveTurn live) {
    List<String> lines = new ArrayList<>();
    live.lines().forEachRemaining(line -> lines.add(text(line)));
    lines.removeIf(String::isEmpty); // the end of the output
    return lines;
  }

  static String text(Line line) {
    return new String(line.bytes(), StandardCharsets.UTF_8);
  }

  /** What a turn is known by when it has ended. */
  static TurnFacts facts(String outcome, String answer, Optional<String> structured) {
    return new TurnFacts(
        outcome,
        outcome + ": as scripted",
        Optional.empty(),
        "s1",
        "opus",
        0.25,
        false,
        1,
        1,
        answer,
        structured,
        List.of(),
        0,
        0,
        Map.of());
  }

  @Override
  public void close() {
    beans.close();
  }
}
