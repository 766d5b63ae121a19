package drover.turn;

import drover.run.RunExecution;

/** Which agent takes a turn. */
public record AgentCommands(AgentCommand claude, AgentCommand opencode, AgentCommand rehearsal) {

  public AgentCommand of(RunExecution run, Assignment assignment) {
    if (run.task().isRehearsal()) {
      return rehearsal;
    }
    return switch (assignment.runtime()) {
      case CLAUDE -> claude;
      case OPENCODE -> opencode;
    };
  }
}
