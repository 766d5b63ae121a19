package drover.pipeline;

import drover.run.RunExecution;
import drover.turn.AgentCommand;
import drover.turn.Assignment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A shell script in the place of an agent. Signals have their usual meaning in it. */
record ScriptedAgent(String script) implements AgentCommand {

  @Override
  public List<String> arguments(Assignment assignment, Session session) {
    return List.of(
        "/usr/bin/env",
        "--default-signal=INT",
        "--default-signal=TERM",
        "/bin/sh",
        "-c",
        script,
        "agent",
        session.beginning().name());
  }

  @Override
  public List<Path> needs() {
    return List.of();
  }

  @Override
  public Map<String, String> environment(RunExecution run, Assignment assignment) {
    return Map.of(
        "PATH", System.getenv("PATH"), "HOME", run.directory().resolve("home").toString());
  }
}
