package drover.executor;

import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops an agent politely, then less so: SIGINT lets it print what it did and cost, SIGTERM ends
 * it, and at last the whole process tree is killed. Asked again and again while the output is read.
 */
final class StopLadder {
  private static final Logger LOG = LoggerFactory.getLogger(StopLadder.class);

  private enum Rung {
    RUNNING,
    INTERRUPTED,
    TERMINATED,
    KILLED
  }

  private final ProcessHandle started;
  private final UnaryOperator<ProcessHandle> agentOf;
  private final BooleanSupplier asked;
  private final CommandRunner commands;
  private final Clock clock;
  private final Duration grace;
  private Rung rung = Rung.RUNNING;
  private Instant since;

  /**
   * @param started what is killed at last, with all below
   * @param agentOf finds in it the agent, which is asked first; a sandbox cannot be asked
   * @param asked whether it has to stop; once true, always true
   * @param grace time on each rung
   */
  StopLadder(
      ProcessHandle started,
      UnaryOperator<ProcessHandle> agentOf,
      BooleanSupplier asked,
      CommandRunner commands,
      Clock clock,
      Duration grace) {
    this.started = started;
    this.agentOf = agentOf;
    this.asked = asked;
    this.commands = commands;
    this.clock = clock;
    this.grace = grace;
    this.since = clock.now();
  }

  void climbWhenAsked() {
    if (!asked.getAsBoolean()) {
      return;
    }
    switch (rung) {
      case RUNNING -> {
        interrupt();
        reach(Rung.INTERRUPTED);
      }
      case INTERRUPTED -> {
        if (graceIsOver()) {
          agentOf.apply(started).destroy();
          reach(Rung.TERMINATED);
        }
      }
      case TERMINATED -> {
        if (graceIsOver()) {
          new ProcessTree(started).kill();
          reach(Rung.KILLED);
        }
      }
      case KILLED -> {}
    }
  }

  private boolean graceIsOver() {
    return clock.now().isAfter(since.plus(grace));
  }

  private void reach(Rung next) {
    rung = next;
    since = clock.now();
  }

  private void interrupt() {
    ProcessHandle agent = agentOf.apply(started);
    try {
      commands.run(
          List.of("/bin/sh", "-c", "kill -INT \"$1\"", "sh", Long.toString(agent.pid())),
          Path.of("/"),
          Map.of());
    } catch (IOException e) {
      LOG.warn("SIGINT could not be sent to {}: {}", agent.pid(), e.getMessage());
    }
  }
}
