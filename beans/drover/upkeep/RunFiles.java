package drover.upkeep;

import drover.ledger.Flaw;
import drover.ledger.Inconsistency;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.ledger.TurnRecord;
import drover.run.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the ledger with the files that runs have left in the data directory. */
final class RunFiles {
  private final Ledger ledger;
  private final Path dataDirectory;
  private final FilesHere filesHere;

  RunFiles(Ledger ledger, Path dataDirectory) {
    this.ledger = ledger;
    this.dataDirectory = dataDirectory;
    this.filesHere = new FilesHere(ledger, dataDirectory);
  }

  List<Inconsistency> inconsistencies() {
    Tables tables = ledger.read();
    List<Inconsistency> found = new ArrayList<>();
    tables.turns().read().stream().flatMap(turn -> aboutOutput(tables, turn)).forEach(found::add);
    tables.openRuns().all().stream().flatMap(this::aboutDirectory).forEach(found::add);
    strays(tables).forEach(found::add);
    return found;
  }

  private Stream<Inconsistency> aboutOutput(Tables tables, TurnRecord turn) {
    Path output = RunDirectory.of(dataDirectory, turn.run()).resolve(turn.file());
    long bytes = size(output);
    if (bytes >= turn.readTo() || isTidied(tables, turn) || !filesHere.has(turn.run())) {
      return Stream.empty();
    }
    String what =
        bytes < 0
            ? "run %s has read turn %d from %s, which is not there"
                .formatted(turn.run(), turn.turn(), output)
            : "run %s has read %d bytes of turn %d from %s, which has only %d"
                .formatted(turn.run(), turn.readTo(), turn.turn(), output, bytes);
    return Stream.of(
        new Inconsistency(
            Flaw.MISSING_OUTPUT,
            turn.run(),
            what,
            "events and spend of it are in the ledger; put the file back if there is a copy"));
  }

  /** What was there when it was removed for its age is missed by nobody. */
  private static boolean isTidied(Tables tables, TurnRecord turn) {
    return tables.tidied().ofRun(turn.run()).stream()
        .filter(row -> row.part().equals(Part.OUTPUT.word()))
        .flatMap(row -> row.removedAt().stream())
        .anyMatch(removed -> !turn.startedAt().isAfter(removed));
  }

  private Stream<Inconsistency> aboutDirectory(OpenRun run) {
    boolean isMissing =
        run.hasBegun()
            && run.state() != RunState.QUEUED
            && hasWorkspace(run)
            && !Files.isDirectory(RunDirectory.of(dataDirectory, run.id()))
            && filesHere.has(run.id());
    return isMissing
        ? Stream.of(
            new Inconsistency(
                Flaw.MISSING_FILES,
                run.id(),
                "run %s is %s, but its files in %s are gone"
                    .formatted(
                        run.id(), run.state().word(), RunDirectory.of(dataDirectory, run.id())),
                "put them back from a copy, or ./drover cancel %s and submit its task again"
                    .formatted(run.id())))
        : Stream.empty();
  }

  private boolean hasWorkspace(OpenRun run) {
    return ledger.read().steps().active(run.id()).stream()
        .anyMatch(step -> step.name().equals("workspace") && step.result().isPresent());
  }

  private List<Inconsistency> strays(Tables tables) {
    Path runs = dataDirectory.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    Set<String> known = tables.crossChecks().tasks().keySet();
    try (Stream<Path> directories = Files.list(runs)) {
      return directories
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(path -> !known.contains(path.getFileName().toString()))
          .map(RunFiles::stray)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + runs, e);
    }
  }

  private static Inconsistency stray(Path directory) {
    return new Inconsistency(
        Flaw.STRAY_FILES,
        "",
        "%s belongs to run %s, which the ledger does not know"
            .formatted(directory, directory.getFileName()),
        "was an older ledger restored, its work may be in there; else delete it");
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file, e);
    }
  }
}
