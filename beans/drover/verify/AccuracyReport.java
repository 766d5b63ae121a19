package drover.verify;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an evaluation prints as its last line: one JSON object with {@code accuracy}, a number from
 * 0 to 1, and optionally {@code cases}, a count, and {@code failed}, a list of texts or objects.
 */
record AccuracyReport(
    double accuracy, Optional<Integer> cases, List<String> failed, String document) {
  private static final int MOST_FAILED = 50;
  private static final int LONGEST_CASE = 1_000;

  /**
   * @param output everything it printed
   * @return empty when the last line is no such object
   */
  static Optional<AccuracyReport> lastLineOf(String output) {
    return output
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((first, last) -> last)
        .flatMap(AccuracyReport::read);
  }

  private static Optional<AccuracyReport> read(String line) {
    try {
      JsonNode report = Json.tree(line);
      double accuracy = report.path("accuracy").asDouble(-1);
      boolean isRight = report.path("accuracy").isNumber() && accuracy >= 0 && accuracy <= 1;
      return isRight ? Optional.of(of(report, accuracy)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no JSON: whoever asked says so
    }
  }

  private static AccuracyReport of(JsonNode report, double accuracy) {
    JsonNode cases = report.path("cases");
    Stream<JsonNode> failed =
        report.path("failed").isArray()
            ? StreamSupport.stream(report.path("failed").spliterator(), false)
            : Stream.empty();
    return new AccuracyReport(
        accuracy,
        cases.isInt() ? Optional.of(cases.intValue()) : Optional.empty(),
        failed.limit(MOST_FAILED).map(AccuracyReport::inWords).toList(),
        report.toPrettyString());
  }

  private static String inWords(JsonNode failed) {
    String text = failed.isTextual() ? failed.textValue() : failed.toString();
    String line = text.replaceAll("\\s+", " ").strip();
    return line.substring(0, Math.min(LONGEST_CASE, line.length()));
  }
}
