package drover.factory;

import drover.config.RetentionSettings;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.upkeep.Retention;
import drover.upkeep.Tidying;
import drover.workspace.IdleClones;
import java.nio.file.Path;
import java.util.Map;

/** What keeps a data directory in order over months. */
public final class UpkeepParts {
  private final Retention retention;
  private final Tidying tidying;
  private final IdleClones idleClones;

  /**
   * @param who tidies: a person, or the server
   */
  public UpkeepParts(
      RetentionSettings settings,
      Ledger ledger,
      Clock clock,
      Redactor redactor,
      Path dataDirectory,
      String who) {
    this.retention = new Retention(settings, ledger, clock, dataDirectory);
    this.tidying =
        new Tidying(ledger, new Journal(ledger, clock, redactor), clock, dataDirectory, who);
    this.idleClones =
        new IdleClones(RetentionSettings.age(settings.cloneDays()), clock, dataDirectory);
  }

  public Retention retention() {
    return retention;
  }

  public Tidying tidying() {
    return tidying;
  }

  public IdleClones idleClones() {
    return idleClones;
  }

  Map<String, Object> forRoutes() {
    return Map.of("retention", retention, "tidying", tidying, "idleClones", idleClones);
  }
}
