package drover.watch;

import drover.github.ci.CheckSeen;
import drover.json.WireWord;
import java.time.Instant;
import java.util.List;

/**
 * One look at CI of a commit, before anything is decided.
 *
 * @param state what it comes to
 * @param until when to look again, where it has to be waited for
 * @param red checks that made it red
 * @param redBefore names of checks that were red on the commit that the work began with
 * @param all everything that was seen
 * @param sentence for people
 */
public record CiLook(
    State state,
    Instant until,
    List<CheckSeen> red,
    List<String> redBefore,
    List<CheckSeen> all,
    String sentence) {

  /** What a look comes to. */
  public enum State implements WireWord {
    WAIT,
    /** What failed is to run once more, before it counts. */
    RUN_AGAIN,
    OVER,
    OVERDUE
  }

  public CiLook {
    red = List.copyOf(red);
    redBefore = List.copyOf(redBefore);
    all = List.copyOf(all);
  }

  /** For routes. */
  public boolean isToBeAwaited() {
    return state == State.WAIT;
  }

  /** For routes. */
  public boolean isRunAgain() {
    return state == State.RUN_AGAIN;
  }

  /** Red that nothing but our work explains. */
  List<CheckSeen> ours() {
    return red.stream().filter(one -> blame(one) == Failure.Blame.OURS).toList();
  }

  Failure.Blame blame(CheckSeen one) {
    if (one.state() == drover.github.ci.CheckState.BROKEN_OFF) {
      return Failure.Blame.BROKEN_OFF;
    }
    return redBefore.contains(one.name()) ? Failure.Blame.RED_BEFORE : Failure.Blame.OURS;
  }
}
