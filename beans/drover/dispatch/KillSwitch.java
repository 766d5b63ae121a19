package drover.dispatch;

import drover.ledger.AuditTable;
import drover.ledger.Ledger;
import drover.ledger.LedgerException;
import drover.ledger.SwitchesTable.Position;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.RunExecution;
import drover.run.RunWaiting;
import drover.run.WaitingFor;
import java.time.Instant;
import java.util.Optional;

/**
 * Stops all dispatch and all new turns. Live turns finish. Where it cannot be read, it counts as
 * thrown.
 */
public final class KillSwitch {
  private static final String NAME = "dispatch";
  private static final String PAUSED = "paused";
  private static final String RUNNING = "running";

  private final Ledger ledger;
  private final Clock clock;
  private final Redactor redactor;

  public KillSwitch(Ledger ledger, Clock clock, Redactor redactor) {
    this.ledger = ledger;
    this.clock = clock;
    this.redactor = redactor;
  }

  /**
   * Where it stands.
   *
   * @param who threw it last; empty: nobody ever
   */
  public record Standing(boolean paused, String why, String who, Optional<Instant> since) {

    /** That it is thrown, since when and by whom, and how to end that. */
    public String sentence() {
      return "dispatch is paused%s%s%s: ./drover resume"
          .formatted(
              since.map(at -> " since " + at).orElse(""),
              who.isEmpty() ? "" : " by " + who,
              why.isEmpty() ? "" : " (" + why + ")");
    }
  }

  public Standing standing() {
    try {
      return ledger
          .read()
          .switches()
          .find(NAME)
          .map(KillSwitch::standing)
          .orElse(new Standing(false, "", "", Optional.empty()));
    } catch (RuntimeException e) { // who cannot ask must not go on
      return new Standing(true, "the switch cannot be read", "", Optional.empty());
    }
  }

  /**
   * Stops dispatch and new turns.
   *
   * @param why in the person's own words; may be empty
   * @throws LedgerException when that cannot be recorded
   */
  public Standing pause(String who, String why) {
    return turn(PAUSED, "pause", who, why);
  }

  /**
   * @throws LedgerException when that cannot be recorded
   */
  public Standing resume(String who, String why) {
    return turn(RUNNING, "resume", who, why);
  }

  /**
   * To be asked before a turn begins.
   *
   * @throws RunWaiting while it is thrown
   */
  public void requireOff(RunExecution run) {
    Standing standing = standing();
    if (standing.paused()) {
      throw RunWaiting.openEnded(WaitingFor.RESUME, "paused: " + standing.sentence());
    }
  }

  private Standing turn(String value, String verb, String who, String why) {
    Position position = new Position(NAME, value, redactor.redact(why), who, clock.now());
    return ledger.write(
        tables -> {
          tables.switches().put(position);
          tables.audit().record(new AuditTable.Entry(position.at(), who, verb, "", position.why()));
          return standing(position);
        });
  }

  private static Standing standing(Position position) {
    return new Standing(
        !position.value().equals(RUNNING),
        position.why(),
        position.who(),
        Optional.of(position.at()));
  }
}
