package drover.cli;

import drover.config.Configuration;
import drover.factory.UpkeepParts;
import drover.ledger.Ledger;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.upkeep.Due;
import drover.upkeep.Kept;
import drover.upkeep.Retention;
import drover.workspace.Git;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ledger tidy}: removes at once what a server would remove in its time. */
@Command(
    name = "tidy",
    description = "Removes what is left of runs that were over long ago (drover.retention).",
    sortOptions = false)
final class TidyCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--dry-run", description = "Only say what goes, what stays, and why.")
  private boolean dryRun;

  private final Surroundings surroundings;

  TidyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The whole document.
   *
   * @param clones directories of clones and caches
   * @param bytes that are free now, or would be; clones and caches not counted
   */
  record Report(boolean dryRun, long bytes, List<Due> goes, List<String> clones, List<Kept> kept) {}

  @Override
  public Integer call() {
    Configuration configuration = surroundings.configuration();
    Path data = surroundings.site().dataDirectory();
    try (Ledger ledger = surroundings.openLedger(configuration)) {
      UpkeepParts upkeep =
          new UpkeepParts(
              configuration.settings(),
              git(),
              ledger,
              surroundings.clock(),
              surroundings.redactor(),
              data,
              surroundings.user());
      tell(dryRun ? look(upkeep) : tidy(upkeep));
    }
    return ExitStatus.DONE;
  }

  private Git git() {
    CommandRunner commands = new CommandRunner(new ForkingLauncher(), surroundings.clock());
    return Git.clean(commands, surroundings.site().environment());
  }

  private static Report look(UpkeepParts upkeep) {
    Retention.Plan plan = upkeep.retention().plan();
    long bytes = plan.due().stream().mapToLong(Due::bytes).sum();
    return new Report(true, bytes, plan.due(), names(goes(upkeep)), plan.kept());
  }

  private static List<Path> goes(UpkeepParts upkeep) {
    return Stream.concat(upkeep.idleClones().all().stream(), upkeep.idleCaches().all().stream())
        .toList();
  }

  private static Report tidy(UpkeepParts upkeep) {
    upkeep.tidying().finish();
    Retention.Plan plan = upkeep.retention().plan();
    List<Due> gone = new ArrayList<>();
    long bytes = 0;
    for (Due due : plan.due()) {
      if (upkeep.tidying().remove(due)) {
        gone.add(due);
        bytes += due.bytes();
      }
    }
    List<Path> clones = goes(upkeep);
    upkeep.idleClones().all().forEach(upkeep.idleClones()::remove);
    upkeep.idleCaches().all().forEach(upkeep.idleCaches()::remove);
    upkeep.cloneRepacking().all().forEach(upkeep.cloneRepacking()::repack);
    return new Report(false, bytes, gone, names(clones), plan.kept());
  }

  private static List<String> names(List<Path> clones) {
    return clones.stream().map(Path::toString).toList();
  }

  private void tell(Report report) {
    if (common.json()) {
      surroundings.printJson(report);
      return;
    }
    String verb = report.dryRun() ? "goes" : "gone";
    report.goes().forEach(due -> surroundings.print(line(verb, due)));
    report.clones().forEach(clone -> surroundings.print(verb + ": " + clone));
    report
        .kept()
        .forEach(kept -> surroundings.print("stays: run %s, %s".formatted(kept.run(), kept.why())));
    surroundings.print(
        report.dryRun()
            ? "%,d bytes would be free; nothing was removed".formatted(report.bytes())
            : "%,d bytes are free".formatted(report.bytes()));
  }

  private String line(String verb, Due due) {
    String when =
        dryRun && due.phase() == Due.Phase.TOLD ? ", a server waits until " + due.goesAt() : "";
    return "%s: of run %s %s, %,d bytes; %s%s"
        .formatted(verb, due.run(), due.what(), due.bytes(), due.why(), when);
  }
}
