package drover.dispatch;

import drover.config.JobSettings;
import drover.config.Settings;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.run.ClaimCheck;
import drover.run.NotRunnable;
import java.util.List;

/**
 * What instances must not decide each for itself, looked at once more in the transaction that
 * claims a run: two of them may have come through the gates at the same time.
 */
public final class LastLook implements ClaimCheck {
  private final Settings settings;
  private final Ledger ledger;

  public LastLook(Settings settings, Ledger ledger) {
    this.settings = settings;
    this.ledger = ledger;
  }

  @Override
  public void check(Tables tables, RunRecord run) {
    if (ledger.isShared() && !run.isOfTheForeground()) {
      settings.job(run.job()).ifPresent(job -> check(tables, run, job));
    }
  }

  private static void check(Tables tables, RunRecord run, JobSettings job) {
    if (!job.isSerialPerRepository() && job.concurrency().isEmpty()) {
      return;
    }
    List<OpenRun> others =
        tables.openRuns().begun(run.job()).stream()
            .filter(other -> !other.id().equals(run.id()))
            .toList();
    if (job.isSerialPerRepository()) {
      OpenRun self = tables.openRuns().find(run.id()).orElseThrow();
      String repository = repositoryOf(self, job);
      others.stream()
          .filter(other -> repositoryOf(other, job).equals(repository))
          .findFirst()
          .ifPresent(
              other -> {
                throw new NotRunnable(
                    "run %s of the same job has begun in %s meanwhile"
                        .formatted(other.id(), repository));
              });
    }
    long atWork = others.stream().filter(other -> other.state() == RunState.RUNNING).count();
    if (job.concurrency().isPresent() && atWork >= job.concurrency().getAsInt()) {
      throw new NotRunnable(
          "%d runs of the job %s have begun meanwhile".formatted(atWork, run.job()));
    }
  }

  static String repositoryOf(OpenRun run, JobSettings job) {
    return run.repository().or(job::repository).orElse("");
  }
}
