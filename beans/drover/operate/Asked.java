package drover.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.http.HttpProblem;
import drover.json.WireJson;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON that comes with an act; nothing at all is an empty object. */
final class Asked {
  private static final int LONGEST_WHY = 2000;
  private static final Pattern STEP = Pattern.compile("[a-z][a-z0-9-]{0,63}(:[1-9][0-9]{0,3})?");

  private final ObjectNode fields;

  private Asked(ObjectNode fields) {
    this.fields = fields;
  }

  /**
   * @throws drover.json.MalformedJson when it is no JSON object
   */
  static Asked read(byte @Nullable [] body) {
    return new Asked(
        WireJson.ours(body == null || body.length == 0 ? new byte[] {'{', '}'} : body));
  }

  /** In the person's own words; empty when they gave none. */
  String why() {
    String why = text("why").orElse("").strip();
    if (why.length() > LONGEST_WHY) {
      throw HttpProblem.badRequest("why has more than %d characters".formatted(LONGEST_WHY));
    }
    return why;
  }

  /** What is told or answered. */
  String said() {
    return text("text")
        .orElseThrow(
            () -> HttpProblem.badRequest("text is missing: {\"text\":\"what is to be done\"}"));
  }

  /** Name of a step, with its ordinal or without; empty: the factory decides. */
  Optional<String> from() {
    Optional<String> step = text("from");
    if (step.filter(name -> !STEP.matcher(name).matches()).isPresent()) {
      throw HttpProblem.badRequest("from names a step, for example \"verify\" or \"verify:2\"");
    }
    return step;
  }

  /** Where the switch is to stand; there is no default. */
  Paused paused() {
    JsonNode paused = fields.path("paused");
    if (!paused.isBoolean()) {
      throw HttpProblem.badRequest(
          "paused is missing, or neither true nor false: {\"paused\":true,\"why\":\"...\"}");
    }
    return paused.booleanValue() ? Paused.YES : Paused.NO;
  }

  enum Paused {
    YES,
    NO
  }

  private Optional<String> text(String field) {
    JsonNode value = fields.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw HttpProblem.badRequest(field + " is a text, in quotes");
    }
    return Optional.of(value.textValue());
  }
}
