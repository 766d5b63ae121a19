package drover.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** A configuration file's name, as messages show it, and its text. */
record ConfigurationFile(String name, String text) {

  static final String PACKAGED = "application.yaml";

  /** The shipped file with every key and its default. */
  static ConfigurationFile packaged() {
    try (InputStream in = ConfigurationFile.class.getResourceAsStream("/" + PACKAGED)) {
      if (in == null) {
        throw new IllegalStateException(PACKAGED + " is missing from the program; build it anew");
      }
      return new ConfigurationFile(PACKAGED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ConfigurationFile at(Path path) {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      throw new ConfigurationException(name + ": is a directory; name the file in it");
    }
    try {
      return new ConfigurationFile(name, Files.readString(path));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(name + ": no such file; create it or name another");
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(name + ": is not UTF-8 text; save it as UTF-8");
    } catch (IOException e) {
      throw new ConfigurationException(name + ": cannot be read; check its permissions");
    }
  }

  Reading read() {
    Optional<Node> root = YamlText.compose(name, text.replaceFirst("^\uFEFF", ""));
    if (root.isEmpty()) {
      return new Reading(Layer.empty(), List.of());
    }
    if (!(root.get() instanceof MappingNode mapping)) {
      throw new ConfigurationException(
          name + ":" + YamlText.lineOf(root.get()) + ": needs keys, the first one drover:");
    }
    NodeReader reader = new NodeReader(node -> new Origin.FileLine(name, YamlText.lineOf(node)));
    ObjectNode tree = reader.block(mapping, KeyPath.ROOT);
    return new Reading(new Layer(tree, reader.origins()), reader.problems());
  }
}
