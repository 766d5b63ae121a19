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

  private final ProcessHandle agent;
  private final BooleanSupplier asked;
  private final CommandRunner commands;
  private final Clock clock;
  private final Duration grace;
  private Rung rung = Rung.RUNNING;
  private Instant since;

  /**
   * @param asked whether it has to stop; once true, always true
   * @param grace time on each rung
   */
  StopLadder(
      ProcessHandle agent,
      BooleanSupplier asked,
      CommandRunner commands,
      Clock clock,
      Duration grace) {
    this.agent = agent;
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
          agent.destroy();
          reach(Rung.TERMINATED);
        }
      }
      case TERMINATED -> {
        if (graceIsOver()) {
          new ProcessTree(agent).kill();
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
