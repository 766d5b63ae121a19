package drover.cluster.turn;

import drover.follow.TurnEnd;
import drover.follow.TurnOutcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Why the pod of a turn is over, or never begins. What the agent's own output says of its end goes
 * before it.
 */
sealed interface PodEnd {
  /** How the turn ended, where its output does not tell. */
  TurnOutcome outcome();

  /** A code, a colon and a sentence for people. */
  String reason();

  /** Whether the same turn may go on in another pod: nothing was wrong with the work. */
  default Optional<Move> move() {
    return Optional.empty();
  }

  /** What took a pod away from under its work. */
  enum Move {
    EVICTED,
    PREEMPTED,
    NODE_LOST
  }

  default TurnEnd end() {
    return new TurnEnd(outcome(), reason(), Optional.empty());
  }

  /** A way to end that is the turn's own fault, or its surroundings'. */
  sealed interface Failed extends PodEnd {
    @Override
    default TurnOutcome outcome() {
      return TurnOutcome.FAILED;
    }
  }

  /** Another invocation goes on with the turn. */
  sealed interface Moved extends PodEnd {
    @Override
    default TurnOutcome outcome() {
      return TurnOutcome.LOST;
    }
  }

  /** The agent's process is over. */
  record Exited(int status) implements Failed {
    @Override
    public String reason() {
      return "agent-exit: the agent exited with status %d".formatted(status);
    }
  }

  /**
   * @param most what the container may use, as Kubernetes writes it; empty: not known
   */
  record OutOfMemory(String most) implements Failed {
    @Override
    public String reason() {
      return "out-of-memory: the agent and what it started used more memory than its container may%s;"
              .formatted(most.isEmpty() ? "" : " (" + most + ")")
          + " raise its memory limit, or give it less to do at a time";
    }
  }

  record Evicted(String message) implements Moved {
    @Override
    public String reason() {
      return "evicted: the cluster took the pod from its node: " + message;
    }

    @Override
    public Optional<Move> move() {
      return Optional.of(Move.EVICTED);
    }
  }

  record Preempted(String message) implements Moved {
    @Override
    public String reason() {
      return "preempted: the cluster needed the room for something more important: " + message;
    }

    @Override
    public Optional<Move> move() {
      return Optional.of(Move.PREEMPTED);
    }
  }

  record NodeLost(String node, String message) implements Moved {
    @Override
    public String reason() {
      return "node-lost: node %s went away with the pod on it: %s".formatted(node, message);
    }

    @Override
    public Optional<Move> move() {
      return Optional.of(Move.NODE_LOST);
    }
  }

  record ImageUnavailable(String image, String code, String message) implements Failed {
    @Override
    public String reason() {
      return "image-unavailable: image %s cannot be had (%s: %s); check its name and tag, and that the"
              .formatted(image, code, message)
          + " cluster may pull it";
    }
  }

  record CannotStart(String container, String code, String message) implements Failed {
    @Override
    public String reason() {
      return "container-refused: container %s cannot be started (%s: %s)"
          .formatted(container, code, message);
    }
  }

  record Unschedulable(Duration waited, String message) implements Failed {
    @Override
    public String reason() {
      return "unschedulable: no node had room for the pod for %d s: %s; make room, lower its requests,"
              .formatted(waited.toSeconds(), message)
          + " or check its node selector and tolerations";
    }
  }

  /** The Kubernetes Job took longer than it may. */
  record DeadlineExceeded(String message) implements PodEnd {
    @Override
    public TurnOutcome outcome() {
      return TurnOutcome.OUT_OF_TIME;
    }

    @Override
    public String reason() {
      return "deadline-exceeded: the cluster ended the turn: " + message;
    }
  }

  /**
   * @param lastLines of its log
   */
  record InitFailed(String container, int status, String lastLines) implements Failed {
    @Override
    public String reason() {
      return "%s-failed: init container %s exited with status %d%s"
          .formatted(
              container, container, status, lastLines.isEmpty() ? "" : "; it said: " + lastLines);
    }

    InitFailed saying(String lines) {
      return new InitFailed(container, status, lines);
    }
  }

  /** Somebody else ended it. */
  record Deleted(String what) implements PodEnd {
    static final Deleted POD = new Deleted("the pod");

    @Override
    public TurnOutcome outcome() {
      return TurnOutcome.LOST;
    }

    @Override
    public String reason() {
      return "deleted: somebody deleted %s while the agent worked".formatted(what);
    }
  }

  /** The Job gave up for a reason of its own. */
  record JobFailed(String code, String message) implements Failed {
    @Override
    public String reason() {
      return "job-failed: the cluster gave the turn up (%s: %s)".formatted(code, message);
    }
  }
}
