package drover.watch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.json.WireWord;
import drover.run.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Result of the step {@code watch}.
 *
 * @param end how it was looked at for the last time
 * @param commit what was looked at
 * @param at when
 * @param redSince when the run saw red first; empty: never
 * @param attempts turns that tried to mend it up to now
 * @param failures checks that are red
 * @param flaky checks that failed and passed on the same commit
 * @param sentence for people
 * @param next what the run does about it
 */
public record Watched(
    End end,
    String commit,
    Instant at,
    Optional<Instant> redSince,
    int attempts,
    List<Failure> failures,
    List<String> flaky,
    String sentence,
    Next next)
    implements StepResult {

  /** How a look at CI can end. */
  public enum End implements WireWord {
    GREEN,
    RED,
    /** There is no CI at all, or nobody to ask. */
    NONE,
    /** It was waited for as long as it may take. */
    OVERDUE
  }

  /** What comes of it. */
  public enum Next implements WireWord {
    /** The work is done. */
    FINISH,
    /** A turn mends it. */
    FIX_FORWARD,
    /** A person has to look. */
    FREEZE
  }

  public Watched {
    failures = List.copyOf(failures);
    flaky = List.copyOf(flaky);
  }

  /** For routes: whether a turn is to mend it. */
  @JsonIgnore
  public boolean isMendable() {
    return next == Next.FIX_FORWARD;
  }

  /** For routes: whether a person has to look. */
  @JsonIgnore
  public boolean isToBeFrozen() {
    return next == Next.FREEZE;
  }

  /** For prompts: the checks that are red by our work, with what they report. */
  @JsonIgnore
  public String getOurFailures() {
    return failures.stream()
        .filter(Failure::isOurs)
        .map(failure -> "%s\n%s".formatted(failure.inWords(), failure.details()).strip())
        .collect(Collectors.joining("\n\n"));
  }

  @Override
  public boolean pleases() {
    return next == Next.FINISH;
  }

  @Override
  public String summary() {
    return sentence;
  }
}
