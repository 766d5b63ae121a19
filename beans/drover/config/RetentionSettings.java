package drover.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long what is left of runs that are over is kept; 0 everywhere: for good.
 *
 * @param sweep whether a server looks for what goes
 * @param sweepMinutes between two looks
 * @param noticeHours between the word that something goes and its going
 * @param outputDays what agents printed
 * @param homeDays what agents kept for themselves
 * @param workspaceDays the repository that a run worked on
 * @param artifactDays what was made beside commits
 * @param runDays everything, the ledger's rows as well
 * @param unfinishedDays after these, runs that may still need a person are like the others
 * @param cloneDays warm clones that nobody used
 * @param cloneMb of all warm clones; the one that was not used for longest goes first
 * @param keepNothingOf repositories of which nothing stays from run to run
 * @param sizeMb of all that belongs to runs; what ended first goes first
 */
public record RetentionSettings(
    boolean sweep,
    int sweepMinutes,
    int noticeHours,
    int outputDays,
    int homeDays,
    int workspaceDays,
    int artifactDays,
    int runDays,
    int unfinishedDays,
    int cloneDays,
    int cloneMb,
    List<String> keepNothingOf,
    int sizeMb) {

  public RetentionSettings {
    keepNothingOf = List.copyOf(keepNothingOf);
  }

  public Duration notice() {
    return Duration.ofHours(noticeHours);
  }

  /** Empty: what has that age is kept for good. */
  public static Optional<Duration> age(int days) {
    return Optional.of(Duration.ofDays(days)).filter(age -> !age.isZero());
  }

  /** Empty: as much as the disk takes. */
  public Optional<Long> mostBytes() {
    return bytes(sizeMb);
  }

  /** The same of warm clones. */
  public Optional<Long> mostCloneBytes() {
    return bytes(cloneMb);
  }

  private static Optional<Long> bytes(int megabytes) {
    return Optional.of((long) megabytes << 20).filter(bytes -> bytes > 0);
  }
}
