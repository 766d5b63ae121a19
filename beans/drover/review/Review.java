package drover.review;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Result of the step {@code review}.
 *
 * @param round from 1
 * @param commit what was judged
 * @param scores 0 to 5 by criterion
 * @param passed no score is below the threshold
 */
public record Review(
    int round, String commit, Map<String, Integer> scores, boolean passed, List<String> findings)
    implements StepResult {

  public Review {
    scores = new TreeMap<>(scores);
  }

  /** Scores in words, for instance {@code accuracy 4, sources 2}. */
  public String inWords() {
    return scores.entrySet().stream()
        .map(score -> score.getKey() + " " + score.getValue())
        .collect(Collectors.joining(", "));
  }

  /** For routes: what reviews of the same run are compared by. */
  @JsonIgnore
  public int getTotal() {
    return scores.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Scores and the first finding, for whoever has to decide now. */
  @JsonIgnore
  public String getVerdict() {
    return "after round %d: %s%s"
        .formatted(round, inWords(), findings.isEmpty() ? "" : "; " + findings.getFirst());
  }

  /** For prompts: one finding a line. */
  public String findingsAsList() {
    return findings.stream().map(finding -> "- " + finding).collect(Collectors.joining("\n"));
  }

  @Override
  public boolean pleases() {
    return passed;
  }

  @Override
  public String summary() {
    return "round %d %s: %s".formatted(round, passed ? "passed" : "not passed", inWords());
  }
}
