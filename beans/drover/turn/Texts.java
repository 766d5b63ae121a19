package drover.turn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts that stand beside the routes: prompts, rubrics and schemas. */
public final class Texts {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z]+)}");

  /** The marks between which texts from outside stand in a prompt. */
  private static final Pattern CLOSING_MARK =
      Pattern.compile(
          "</(?=\\s*(request|task|ticket|issue|findings|checks|check|output|problem|instruction|comments|reason|document|cases)\\s*>)",
          Pattern.CASE_INSENSITIVE);

  /**
   * @param name path under {@code routes/}
   */
  public Optional<String> find(String name) {
    try (InputStream text = Texts.class.getResourceAsStream("/routes/" + name)) {
      return text == null
          ? Optional.empty()
          : Optional.of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read routes/" + name, e);
    }
  }

  public String get(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalStateException("the text routes/" + name + " is missing"));
  }

  /**
   * The text with every <code>${name}</code> replaced. Values are not looked at again, and cannot
   * end the marks around them: what came from outside stays inside.
   */
  public String fill(String name, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(get(name))
        .replaceAll(found -> Matcher.quoteReplacement(value(name, values, found.group(1))));
  }

  private static String value(String text, Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("routes/" + text + " asks for ${" + key + "}");
    }
    return CLOSING_MARK.matcher(value).replaceAll("<\\\\/");
  }
}
