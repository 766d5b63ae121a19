package drover.factory;

import drover.cache.IdleCaches;
import drover.config.RetentionSettings;
import drover.config.Settings;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.upkeep.Retention;
import drover.upkeep.Tidying;
import drover.workspace.CloneRepacking;
import drover.workspace.Git;
import drover.workspace.IdleClones;
import java.nio.file.Path;
import java.util.Map;

/** What keeps a data directory in order over months. */
public final class UpkeepParts {
  private final Retention retention;
  private final Tidying tidying;
  private final IdleClones idleClones;
  private final CloneRepacking repacking;
  private final IdleCaches idleCaches;

  /**
   * @param who tidies: a person, or the server
   */
  public UpkeepParts(
      Settings all,
      Git git,
      Ledger ledger,
      Clock clock,
      Redactor redactor,
      Path dataDirectory,
      String who) {
    RetentionSettings settings = all.retention();
    this.retention = new Retention(settings, ledger, clock, dataDirectory);
    this.tidying =
        new Tidying(ledger, new Journal(ledger, clock, redactor), clock, dataDirectory, who);
    this.idleClones = new IdleClones(settings, git, clock, dataDirectory);
    this.repacking = new CloneRepacking(git, clock, dataDirectory);
    this.idleCaches =
        new IdleCaches(
            all.caches(),
            RetentionSettings.age(settings.cloneDays()),
            ledger,
            clock,
            dataDirectory);
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

  public CloneRepacking cloneRepacking() {
    return repacking;
  }

  public IdleCaches idleCaches() {
    return idleCaches;
  }

  Map<String, Object> forRoutes() {
    return Map.of(
        "retention", retention,
        "tidying", tidying,
        "idleClones", idleClones,
        "cloneRepacking", repacking,
        "idleCaches", idleCaches);
  }
}
