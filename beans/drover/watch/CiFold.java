package drover.watch;

import drover.github.ci.CheckSeen;
import drover.github.ci.CheckState;
import drover.github.ci.Stage;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that CI says of a commit, folded into one verdict: build, then deploy, then rollout. The
 * first stage that is not green decides; one red check makes its stage red, whatever still runs.
 *
 * @param deciding checks that made the verdict what it is
 */
public record CiFold(Verdict verdict, List<CheckSeen> deciding) {

  /**
   * @param rollout names of checks that tell of the rollout, {@code *} for any text; with some, a
   *     rollout without any of them has not begun
   */
  public static CiFold of(List<CheckSeen> seen, List<String> rollout) {
    List<CheckSeen> staged =
        seen.stream().map(one -> isAny(rollout, one.name()) ? one.ofRollout() : one).toList();
    if (staged.isEmpty()) {
      return new CiFold(Verdict.NONE, List.of());
    }
    for (Stage stage : Stage.values()) {
      List<CheckSeen> here = staged.stream().filter(one -> one.stage() == stage).toList();
      List<CheckSeen> red = here.stream().filter(CheckSeen::isRed).toList();
      if (!red.isEmpty()) {
        return new CiFold(Verdict.RED, red);
      }
      List<CheckSeen> running =
          here.stream().filter(one -> one.state() == CheckState.PENDING).toList();
      boolean isToCome = stage == Stage.ROLLOUT && !rollout.isEmpty() && here.isEmpty();
      if (!running.isEmpty() || isToCome) {
        return new CiFold(Verdict.PENDING, running);
      }
    }
    return new CiFold(Verdict.GREEN, staged);
  }

  private static boolean isAny(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> fits(pattern, name));
  }

  private static boolean fits(String pattern, String name) {
    String expression =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return name.matches("(?is)" + expression);
  }
}
