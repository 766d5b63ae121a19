package drover.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSON object that an agent was asked to end its answer with, for agents that cannot be held to
 * a schema. Models put it in a fence, or after a sentence, as often as not.
 */
final class JsonAnswer {
  private static final JsonMapper WHOLE =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final int LONGEST = 200_000;
  private static final int MOST_TRIES = 50;
  private static final Pattern FENCE = Pattern.compile("\\s*```\\s*$");
  private static final Pattern OPENING = Pattern.compile("(?m)^\\s*\\{");

  private JsonAnswer() {}

  /** The longest object that begins a line and ends the text, a closing fence left aside. */
  static Optional<String> in(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String rest = FENCE.matcher(text).replaceFirst("").strip();
    if (!rest.endsWith("}")) {
      return Optional.empty();
    }
    Matcher opening = OPENING.matcher(rest);
    for (int tries = 0; tries < MOST_TRIES && opening.find(); tries++) {
      String candidate = rest.substring(opening.start()).strip();
      if (isObject(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static boolean isObject(String candidate) {
    try {
      return WHOLE.readTree(candidate).isObject();
    } catch (JsonProcessingException prose) {
      return false;
    }
  }
}
