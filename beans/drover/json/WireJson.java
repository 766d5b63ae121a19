package drover.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads JSON that came from outside: one object, in UTF-8, not nested deeper than {@value
 * #DEEPEST}. The size is bounded by whoever received the bytes. Fields that nobody asks for are
 * left alone.
 */
public final class WireJson {
  static final int DEEPEST = 64;

  private static final JsonMapper LENIENT = bounded().build();
  private static final JsonMapper STRICT =
      bounded().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private WireJson() {}

  /**
   * A document whose form is ours: a field that stands in it twice is refused, because two readers
   * could take it for different things.
   *
   * @throws MalformedJson when it is no such document
   */
  public static ObjectNode ours(byte[] body) {
    return object(STRICT, body);
  }

  /**
   * A document whose form is another service's: of a field that stands in it twice the last one
   * counts, as it does in JavaScript.
   *
   * @throws MalformedJson when it is no such document
   */
  public static ObjectNode foreign(byte[] body) {
    return object(LENIENT, body);
  }

  /** The text in a field; empty where there is none, or something else. */
  public static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  private static ObjectNode object(JsonMapper mapper, byte[] body) {
    JsonNode tree = tree(mapper, text(body));
    if (!(tree instanceof ObjectNode object)) {
      throw new MalformedJson("the body is no JSON object: send one in braces, {...}");
    }
    return object;
  }

  private static JsonNode tree(JsonMapper mapper, String text) {
    try {
      JsonNode tree = mapper.readTree(text);
      requireWholeCharacters(text, tree);
      return tree;
    } catch (StreamConstraintsException e) {
      throw new MalformedJson(
          "the body has a number of too many digits, a name that is too long, or is nested deeper than %d%s"
              .formatted(DEEPEST, place(e)));
    } catch (JsonProcessingException e) {
      boolean isDouble = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
      String complaint = isDouble ? "has a field twice" : "is not JSON";
      throw new MalformedJson("the body " + complaint + place(e));
    }
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJson("the body is not UTF-8: send it in that encoding");
    }
  }

  /** An escape can name half a character, which no file and no other program would take. */
  private static void requireWholeCharacters(String text, JsonNode tree) {
    if (text.contains("\\u") && !StandardCharsets.UTF_8.newEncoder().canEncode(tree.toString())) {
      throw new MalformedJson("the body has an escape, \\ud800 to \\udfff, that is no character");
    }
  }

  /** Where it stopped being right, without a word of what stands there: it may be a secret. */
  private static String place(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : ", at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static JsonMapper.Builder bounded() {
    StreamReadConstraints bounds = StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(bounds).build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }
}
