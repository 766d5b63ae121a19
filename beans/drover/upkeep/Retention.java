package drover.upkeep;

import drover.config.RetentionSettings;
import drover.ledger.EndedRun;
import drover.ledger.Ledger;
import drover.ledger.RunState;
import drover.ledger.TidiedTable;
import drover.machine.Clock;
import drover.machine.DiskUse;
import drover.run.RunDirectory;
import drover.upkeep.Due.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what of the runs that are over has been kept long enough; removes nothing. */
public final class Retention {
  private static final List<Part> FILES =
      List.of(Part.OUTPUT, Part.HOME, Part.WORKSPACE, Part.ARTIFACTS);

  private final RetentionSettings settings;
  private final Ledger ledger;
  private final Clock clock;
  private final Path dataDirectory;
  private final FilesHere filesHere;

  public Retention(RetentionSettings settings, Ledger ledger, Clock clock, Path dataDirectory) {
    this.settings = settings;
    this.ledger = ledger;
    this.clock = clock;
    this.dataDirectory = dataDirectory;
    this.filesHere = new FilesHere(ledger, dataDirectory);
  }

  /**
   * What goes, what stays.
   *
   * @param due those that ended first come first
   */
  public record Plan(List<Due> due, List<Kept> kept) {}

  /** For routes: what goes, and what people are to be told of. */
  public List<Due> due() {
    return plan().due();
  }

  public Plan plan() {
    Instant now = clock.now();
    Map<String, List<TidiedTable.Row>> tidied =
        ledger.read().tidied().all().stream().collect(Collectors.groupingBy(TidiedTable.Row::run));
    List<Due> due = new ArrayList<>();
    List<Kept> kept = new ArrayList<>();
    long tooMuch = settings.mostBytes().map(most -> used() - most).orElse(0L);
    for (EndedRun run : ledger.read().endedRuns().all()) {
      List<TidiedTable.Row> rows = tidied.getOrDefault(run.id(), List.of());
      List<Part> left = left(run, rows);
      List<Part> old = old(run, left, now);
      boolean isForSize = tooMuch > 0 && !left.isEmpty();
      if (old.isEmpty() && !isForSize || !filesHere.has(run.id())) {
        continue;
      }
      Optional<String> need = need(run, now);
      if (need.isPresent()) {
        kept.add(new Kept(run.id(), need.get()));
        continue;
      }
      List<Part> going = isForSize && !old.contains(Part.RUN) ? left : old;
      String why = old.equals(going) ? ageOf(run, now) : "runs take more than size-mb allows";
      List<Due> parts = byPhase(run, going, rows, now, why);
      tooMuch -= parts.stream().mapToLong(Due::bytes).sum();
      due.addAll(parts);
    }
    return new Plan(due, kept);
  }

  /** What a person may still do with it; empty: nothing that is known. */
  private Optional<String> need(EndedRun run, Instant now) {
    if (run.openEffects() > 0) {
      return Optional.of("something it was to do outside was never confirmed");
    }
    if (run.openPullRequests() > 0) {
      return Optional.of("its pull request is not known to be merged or closed");
    }
    boolean isForgotten =
        RetentionSettings.age(settings.unfinishedDays())
            .filter(age -> isOlder(run, age, now))
            .isPresent();
    return isForgotten ? Optional.empty() : unfinished(run);
  }

  private static Optional<String> unfinished(EndedRun run) {
    String sentence = "it is %s: approve, retry or tell may go on with it";
    return switch (run.state()) {
      case BLOCKED, FAILED, FROZEN -> Optional.of(sentence.formatted(run.state().word()));
      case CANCELLED ->
          run.hasWork() && run.delivered() == 0
              ? Optional.of("it was cancelled, and its work was not delivered")
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Parts that have files. */
  private List<Part> left(EndedRun run, List<TidiedTable.Row> rows) {
    Path directory = RunDirectory.of(dataDirectory, run.id());
    return FILES.stream()
        .filter(part -> !part.in(directory).isEmpty() && !isGone(run, part, rows))
        .toList();
  }

  private static boolean isGone(EndedRun run, Part part, List<TidiedTable.Row> rows) {
    return row(part, rows)
        .flatMap(TidiedTable.Row::removedAt)
        .filter(removed -> !removed.isBefore(run.finishedAt()))
        .isPresent();
  }

  private static Optional<TidiedTable.Row> row(Part part, List<TidiedTable.Row> rows) {
    return rows.stream().filter(row -> row.part().equals(part.word())).findFirst();
  }

  private List<Part> old(EndedRun run, List<Part> left, Instant now) {
    if (RetentionSettings.age(settings.runDays()).filter(a -> isOlder(run, a, now)).isPresent()) {
      return List.of(Part.RUN);
    }
    return left.stream()
        .filter(part -> age(part).filter(age -> isOlder(run, age, now)).isPresent())
        .toList();
  }

  private Optional<Duration> age(Part part) {
    return RetentionSettings.age(
        switch (part) {
          case OUTPUT -> settings.outputDays();
          case HOME -> settings.homeDays();
          case WORKSPACE -> settings.workspaceDays();
          case ARTIFACTS -> settings.artifactDays();
          case RUN -> settings.runDays();
        });
  }

  private static boolean isOlder(EndedRun run, Duration age, Instant now) {
    return run.finishedAt().plus(age).isBefore(now);
  }

  private static String ageOf(EndedRun run, Instant now) {
    String how = run.state() == RunState.SUCCEEDED ? "succeeded" : "ended";
    return "it %s %d days ago".formatted(how, Duration.between(run.finishedAt(), now).toDays());
  }

  private List<Due> byPhase(
      EndedRun run, List<Part> parts, List<TidiedTable.Row> rows, Instant now, String why) {
    Map<Phase, List<Part>> phases =
        parts.stream()
            .collect(
                Collectors.groupingBy(
                    part -> phase(goesAt(run, part, rows), now),
                    () -> new EnumMap<>(Phase.class),
                    Collectors.toList()));
    return phases.entrySet().stream()
        .map(
            phase ->
                new Due(
                    run,
                    run.id(),
                    phase.getValue(),
                    bytes(run, phase.getValue()),
                    phase.getKey(),
                    phase.getValue().stream()
                        .flatMap(part -> goesAt(run, part, rows).stream())
                        .max(Instant::compareTo)
                        .orElse(now.plus(settings.notice())),
                    why))
        .toList();
  }

  private long bytes(EndedRun run, List<Part> parts) {
    Path directory = RunDirectory.of(dataDirectory, run.id());
    return parts.contains(Part.RUN)
        ? DiskUse.of(directory)
        : parts.stream().flatMap(part -> part.in(directory).stream()).mapToLong(DiskUse::of).sum();
  }

  private static Phase phase(Optional<Instant> goesAt, Instant now) {
    return goesAt.map(at -> at.isAfter(now) ? Phase.TOLD : Phase.RIPE).orElse(Phase.NEW);
  }

  /** Empty: nobody was told since the run ended last. */
  private Optional<Instant> goesAt(EndedRun run, Part part, List<TidiedTable.Row> rows) {
    return row(part, rows)
        .map(TidiedTable.Row::announcedAt)
        .filter(told -> !told.isBefore(run.finishedAt()))
        .map(told -> told.plus(settings.notice()));
  }

  private long used() {
    return Stream.of("runs", "repos", "shared")
        .map(dataDirectory::resolve)
        .mapToLong(DiskUse::of)
        .sum();
  }
}
