package drover.issue;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.StepRecord;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The seven phases of the work on an issue, as far as recorded results show them. */
final class Phases {
  private static final Pattern TEST =
      Pattern.compile(
          "(?i:(.*/)?(tests?|specs?|__tests__)/.*"
              + "|(.*/)?(test_[^/]*|[^/]*([._-](test|spec)s?)(\\.[^/]*)?))"
              + "|.*[a-z0-9_](Tests?|IT|Spec)\\.[a-zA-Z]+");

  private final List<StepRecord> steps;
  private final List<String> touched;
  private final Standing standing;

  /**
   * @param steps of the run that count, in their order
   * @param touched paths that its work changes
   */
  Phases(List<StepRecord> steps, List<String> touched, Standing standing) {
    this.steps = List.copyOf(steps);
    this.touched = List.copyOf(touched);
    this.standing = standing;
  }

  /** How it is with the work as a whole. */
  enum Standing {
    GOES_ON,
    /** Nobody works on it any more, and it is not done. */
    ENDED,
    DONE
  }

  private enum Mark {
    DONE("[x]"),
    AT_WORK("[~]"),
    OPEN("[ ]");

    private final String sign;

    Mark(String sign) {
      this.sign = sign;
    }
  }

  private record Phase(String name, boolean isDone, String remark) {}

  /** One line each; while the work goes on, the first that is open is marked as worked on. */
  List<String> lines() {
    List<Phase> all = all();
    Optional<Phase> current =
        all.stream()
            .filter(phase -> !phase.isDone())
            .findFirst()
            .filter(phase -> standing == Standing.GOES_ON);
    return all.stream().map(phase -> line(phase, mark(phase, current))).toList();
  }

  private static Mark mark(Phase phase, Optional<Phase> current) {
    if (phase.isDone()) {
      return Mark.DONE;
    }
    return current.filter(phase::equals).isPresent() ? Mark.AT_WORK : Mark.OPEN;
  }

  private static String line(Phase phase, Mark mark) {
    String remark = phase.remark().isEmpty() ? "" : " (" + phase.remark() + ")";
    return "- %s %s%s".formatted(mark.sign, phase.name(), remark);
  }

  private List<Phase> all() {
    boolean isImplemented = last("turn").isPresent();
    boolean hasTest = touched.stream().anyMatch(path -> TEST.matcher(path).matches());
    Optional<JsonNode> delivered =
        last("deliver").filter(result -> !result.path("overtakenBy").isTextual());
    String ci = last("watch").map(result -> result.path("end").asText()).orElse("");
    return List.of(
        new Phase(
            "Workspace made",
            last("workspace").isPresent(),
            last("workspace").map(one -> "`" + one.path("branch").asText() + "`").orElse("")),
        new Phase(
            "Failing test written",
            isImplemented && hasTest,
            isImplemented && !hasTest ? "no test was touched" : ""),
        new Phase(
            "Implementation passing",
            last("verify").filter(result -> result.path("passed").asBoolean()).isPresent(),
            ""),
        new Phase("Pushed", delivered.isPresent(), delivered.map(Phases::where).orElse("")),
        new Phase("CI green", ci.equals("green"), remark(ci)),
        new Phase("Deployed, as far as CI tells", ci.equals("green"), ""),
        new Phase("Done", standing == Standing.DONE, ""));
  }

  private static String remark(String ci) {
    return switch (ci) {
      case "none" -> "there is none";
      case "red", "overdue" -> ci;
      default -> "";
    };
  }

  private static String where(JsonNode delivered) {
    String url = delivered.path("pullRequest").asText("");
    return delivered.path("pullRequest").isTextual()
        ? url
        : "`%s`".formatted(delivered.path("branch").asText());
  }

  /** How often the agent was sent to mend what CI found. */
  long fixForwards() {
    return results("turn")
        .filter(turn -> turn.path("purpose").asText().equals("fix-forward"))
        .count();
  }

  private Optional<JsonNode> last(String step) {
    return results(step).reduce((first, second) -> second);
  }

  private Stream<JsonNode> results(String step) {
    return steps.stream()
        .filter(one -> one.name().equals(step))
        .flatMap(one -> one.result().stream())
        .map(json -> Json.tree(json).path("result"));
  }
}
