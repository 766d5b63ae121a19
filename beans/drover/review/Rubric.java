package drover.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a change is judged by: a text with one heading {@code ## name} a criterion.
 *
 * @param criteria names, in the order of the text
 */
record Rubric(String text, List<String> criteria) {
  private static final String HEADING = "## ";

  static Rubric parse(String text) {
    List<String> criteria =
        text.lines()
            .filter(line -> line.startsWith(HEADING))
            .map(line -> line.substring(HEADING.length()).strip())
            .toList();
    if (criteria.isEmpty()) {
      throw new IllegalStateException("a rubric needs headings ## criterion");
    }
    return new Rubric(text, criteria);
  }

  /** JSON Schema of the answer: a whole number from 0 to 5 for each criterion, and findings. */
  String answerSchema() {
    ObjectNode schema = object();
    ObjectNode properties = schema.putObject("properties");
    ObjectNode scores = object();
    properties.set("scores", scores);
    ObjectNode each = scores.putObject("properties");
    criteria.forEach(
        name -> each.putObject(name).put("type", "integer").put("minimum", 0).put("maximum", 5));
    criteria.forEach(scores.putArray("required")::add);
    properties.putObject("findings").put("type", "array").putObject("items").put("type", "string");
    schema.putArray("required").add("scores").add("findings");
    return schema.toString();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "object")
        .put("additionalProperties", false);
  }
}
