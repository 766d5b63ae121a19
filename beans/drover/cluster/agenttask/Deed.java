package drover.cluster.agenttask;

import drover.ledger.RunRecord;
import drover.task.RunId;

/** What a look at an AgentTask or a run comes to. */
public sealed interface Deed {

  /** What it is about, for people. */
  String subject();

  default boolean isBegin() {
    return this instanceof Begin;
  }

  default boolean isMake() {
    return this instanceof Make;
  }

  default boolean isCancel() {
    return this instanceof Cancel;
  }

  /**
   * A run begins.
   *
   * @param key of the run, whoever looks
   */
  record Begin(AgentTask task, TaskKey key) implements Deed {
    String run() {
      return RunId.of(TaskKey.SOURCE, key.toString());
    }

    @Override
    public String subject() {
      return "AgentTask " + task.name();
    }
  }

  /**
   * An AgentTask says what is so.
   *
   * @param status instead of the one it has
   */
  record Tell(AgentTask task, Status status) implements Deed {
    @Override
    public String subject() {
      return "AgentTask " + task.name();
    }
  }

  /** A run of another trigger gets an AgentTask that shows it. */
  record Make(RunRecord run) implements Deed {
    @Override
    public String subject() {
      return "run " + run.id();
    }
  }

  /**
   * An AgentTask was deleted, and its run has not ended.
   *
   * @param uid empty: nobody who saw it is alive; whichever has its name
   */
  record Cancel(String name, String uid, String run) implements Deed {
    @Override
    public String subject() {
      return "run " + run;
    }
  }
}
