package drover.upkeep;

import drover.ledger.AuditTable;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.RunDirectory;
import drover.workspace.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what {@link Retention} says goes. What is to go gets another name in the transaction that
 * writes it down, so that no run that begins again meanwhile loses anything; whatever has such a
 * name is deleted, at the latest by the next who tidies.
 */
public final class Tidying {
  private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);
  private static final String LEAVING = ".leaving-";

  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Path dataDirectory;
  private final String who;

  /**
   * @param who tidies: a person, or the server
   */
  public Tidying(Ledger ledger, Journal journal, Clock clock, Path dataDirectory, String who) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.dataDirectory = dataDirectory;
    this.who = who;
  }

  /** Tells that something goes, in the run and in the log. */
  public void announce(@Body Due due) {
    boolean isTold =
        ledger.write(
            tables -> {
              if (tables.endedRuns().unchanged(due.ended()).isEmpty()) {
                return false;
              }
              due.parts()
                  .forEach(part -> tables.tidied().announce(due.run(), part.word(), clock.now()));
              tell(tables, due, "goes after %s: %s".formatted(due.goesAt(), due.what()));
              return true;
            });
    if (isTold) {
      LOG.info("Of run {} goes after {}: {} ({})", due.run(), due.goesAt(), due.what(), due.why());
    }
  }

  /**
   * Removes it, unless the run goes on by now.
   *
   * @return whether it is gone
   */
  public boolean remove(@Body Due due) {
    Optional<List<Path>> leaving =
        ledger.write(
            tables ->
                tables.endedRuns().unchanged(due.ended()).map(unchanged -> takeAway(tables, due)));
    leaving.ifPresent(
        paths -> {
          LOG.info("Of run {} was removed: {} ({})", due.run(), due.what(), due.why());
          paths.forEach(Tidying::delete);
        });
    return leaving.isPresent();
  }

  /** Deletes what was to go when somebody was killed. */
  public void finish() {
    Path runs = dataDirectory.resolve("runs");
    leaving(runs).forEach(Tidying::delete);
    list(runs).stream()
        .filter(Files::isDirectory)
        .flatMap(run -> leaving(run).stream())
        .forEach(Tidying::delete);
  }

  /** For routes: others go on, and the next look comes to it again. */
  public void complain(Exception failure) {
    LOG.warn("What was kept long enough is left: {}", Causes.innermost(failure).toString());
  }

  private List<Path> takeAway(Tables tables, Due due) {
    Path directory = RunDirectory.of(dataDirectory, due.run());
    if (due.parts().contains(Part.RUN)) {
      tables.audit().record(new AuditTable.Entry(clock.now(), who, "tidy", due.run(), due.why()));
      tables.endedRuns().forget(due.ended());
      return Files.exists(directory) ? List.of(takeAway(directory)) : List.of();
    }
    due.parts().forEach(part -> tables.tidied().remove(due.run(), part.word(), clock.now()));
    tell(tables, due, "was removed: %s".formatted(due.what()));
    return due.parts().stream()
        .flatMap(part -> part.in(directory).stream())
        .map(Tidying::takeAway)
        .toList();
  }

  private void tell(Tables tables, Due due, String what) {
    journal.append(
        tables,
        due.run(),
        EventType.NOTICE,
        "tidy by %s, because %s: %s".formatted(who, due.why(), what),
        Map.of());
  }

  private static Path takeAway(Path path) {
    Path leaving = path.resolveSibling(LEAVING + UUID.randomUUID());
    try {
      return Files.move(path, leaving, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + path, e);
    }
  }

  private static void delete(Path leaving) {
    try {
      FileTree.delete(leaving);
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e;
      }
      LOG.info("Another process deletes {} as well", leaving);
    }
  }

  private static List<Path> leaving(Path directory) {
    return list(directory).stream()
        .filter(path -> path.getFileName().toString().startsWith(LEAVING))
        .toList();
  }

  private static List<Path> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + directory, e);
    }
  }
}
