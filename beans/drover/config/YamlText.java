package drover.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML as nodes, which still know their lines; what is not YAML is told in one line. */
final class YamlText {

  private YamlText() {}

  static LoadSettings settings() {
    return LoadSettings.builder().setSchema(new CoreSchema()).build();
  }

  static Optional<Node> compose(String source, String text) {
    try {
      return new Compose(settings()).composeString(text);
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> ":" + lineOf(mark)).orElse("");
      throw new ConfigurationException(source + line + ": " + complaint(e));
    } catch (ReaderException e) {
      int line = 1 + (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      throw new ConfigurationException(
          "%s:%d: the character U+%04X has no place in YAML; remove it"
              .formatted(source, line, e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw new ConfigurationException(
          source + ": not YAML: " + oneLine(String.valueOf(e.getMessage())));
    }
  }

  static int lineOf(Mark mark) {
    return mark.getLine() + 1;
  }

  static int lineOf(Node node) {
    return node.getStartMark().map(YamlText::lineOf).orElse(1);
  }

  private static String complaint(MarkedYamlEngineException e) {
    String problem = oneLine(e.getProblem());
    if (problem.contains("TAB")) {
      return "a tab stands where YAML takes only spaces; indent with spaces";
    }
    return "not YAML: " + problem + "; compare the line and those above it with the shipped file";
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
