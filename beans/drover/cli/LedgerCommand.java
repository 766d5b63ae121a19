package drover.cli;

import drover.config.Configuration;
import drover.ledger.Inconsistency;
import drover.ledger.Ledger;
import drover.ledger.LedgerAddress;
import drover.ledger.LedgerBackup;
import drover.machine.OwnFiles;
import drover.run.Owners;
import drover.task.InvalidTask;
import drover.upkeep.LedgerCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ledger backup|check|tidy}: what keeps the ledger in order over months. */
@Command(
    name = "ledger",
    description = "Looks after the ledger and the data directory.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LedgerCommand.Backup.class, LedgerCommand.Check.class, TidyCommand.class})
final class LedgerCommand implements Runnable {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "backup, check or tidy is missing");
  }

  /** {@code ledger backup [FILE]}, while servers and commands go on. */
  @Command(
      name = "backup",
      description = "Copies the ledger as it is at this moment; whoever writes to it goes on.",
      sortOptions = false)
  static final class Backup implements Callable<Integer> {
    private static final DateTimeFormatter SECOND =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "A new file; default backups/ledger-<time>.db in the data directory.")
    private Optional<Path> file = Optional.empty();

    private final Surroundings surroundings;

    Backup(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    /** The whole document. */
    record Made(String file, long bytes) {}

    @Override
    public Integer call() {
      Path data = surroundings.site().dataDirectory();
      LedgerAddress address =
          surroundings.site().ledger(surroundings.configuration(), surroundings.redactor());
      if (address instanceof LedgerAddress.Postgres postgres) {
        throw new InvalidTask(
            "the ledger is kept in %s, which copies itself: %s"
                .formatted(postgres, LedgerBackup.commandFor(postgres)));
      }
      Path target = file.map(Path::toAbsolutePath).orElseGet(() -> usual(data));
      long bytes = LedgerBackup.make(data, target);
      if (common.json()) {
        surroundings.printJson(new Made(target.toString(), bytes));
      } else {
        surroundings.print(
            "the ledger is copied to %s, %,d bytes; the files of runs in %s are not"
                .formatted(target, bytes, data.resolve("runs")));
      }
      return ExitStatus.DONE;
    }

    private Path usual(Path data) {
      Path directory = data.resolve("backups");
      try {
        if (Files.isDirectory(data)) {
          OwnFiles.closeDirectory(directory);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make " + directory, e);
      }
      return directory.resolve("ledger-" + SECOND.format(surroundings.clock().now()) + ".db");
    }
  }

  /** {@code ledger check}: 0 nothing was found, 1 something was. */
  @Command(
      name = "check",
      description = "Names what cannot be as it is, and what to do about it; changes nothing.",
      sortOptions = false)
  static final class Check implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    Check(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      LedgerCheck.Report report = look();
      if (common.json()) {
        surroundings.printJson(report);
      } else if (report.clean()) {
        surroundings.print("runs: %d; nothing contradicts itself".formatted(report.runs()));
      } else {
        report.findings().forEach(this::line);
      }
      return report.clean() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    /** A store that is broken is not looked into any further. */
    private LedgerCheck.Report look() {
      Path data = surroundings.site().dataDirectory();
      Configuration configuration = surroundings.configuration();
      LedgerAddress address = surroundings.site().ledger(configuration, surroundings.redactor());
      if (address instanceof LedgerAddress.Embedded) {
        List<Inconsistency> damages = Ledger.damages(data);
        if (!damages.isEmpty()) {
          return new LedgerCheck.Report(false, 0, damages);
        }
      }
      Owners owners = new Owners(configuration.settings().instance().lease());
      try (Ledger ledger = Ledger.open(address)) {
        return new LedgerCheck(ledger, owners, data).look();
      }
    }

    private void line(Inconsistency finding) {
      Style style = surroundings.style();
      surroundings.print(
          "%s: %s; %s"
              .formatted(style.attention(finding.flaw().word()), finding.what(), finding.mend()));
    }
  }
}
