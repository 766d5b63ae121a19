package drover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns YAML nodes into a tree of values, remembering where each stands. */
final class NodeReader {

  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  private final Function<Node, Origin> originOf;
  private final StandardConstructor scalars = new StandardConstructor(YamlText.settings());
  private final Map<KeyPath, Origin> origins = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  NodeReader(Function<Node, Origin> originOf) {
    this.originOf = originOf;
  }

  Map<KeyPath, Origin> origins() {
    return origins;
  }

  List<Problem> problems() {
    return problems;
  }

  JsonNode value(Node node, KeyPath path) {
    if (node.isRecursive()) {
      complain(node, path, "contains itself; write the value out instead of the alias");
      return JSON.nullNode();
    }
    return switch (node) {
      case MappingNode mapping -> block(mapping, path);
      case SequenceNode sequence -> list(sequence, path);
      case ScalarNode scalar -> scalar(scalar, path);
      default -> throw new IllegalStateException("no value: " + node.getNodeType());
    };
  }

  ObjectNode block(MappingNode mapping, KeyPath path) {
    ObjectNode block = JSON.objectNode();
    Map<String, Node> seen = new HashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      Node keyNode = entry.getKeyNode();
      if (!(keyNode instanceof ScalarNode scalar)) {
        complain(keyNode, path, "has a list or a block as a key; a key is one word");
        continue;
      }
      KeyPath key = path.child(scalar.getValue());
      Optional<Node> first = Optional.ofNullable(seen.putIfAbsent(key.name(), keyNode));
      if (first.isPresent()) {
        int line = YamlText.lineOf(first.get());
        complain(keyNode, key, "is given twice, first on line " + line + "; keep one");
      } else {
        origins.put(key, originOf.apply(keyNode));
        block.set(key.name(), value(entry.getValueNode(), key));
      }
    }
    return block;
  }

  private ArrayNode list(SequenceNode sequence, KeyPath path) {
    ArrayNode list = JSON.arrayNode();
    for (Node item : sequence.getValue()) {
      KeyPath key = path.item(list.size());
      origins.put(key, originOf.apply(item));
      list.add(value(item, key));
    }
    return list;
  }

  private JsonNode scalar(ScalarNode node, KeyPath path) {
    Object value;
    try {
      value = scalars.constructSingleDocument(Optional.of(node));
    } catch (YamlEngineException e) {
      complain(node, path, "has a tag that is not understood; remove " + node.getTag().getValue());
      return JSON.textNode(node.getValue());
    }
    return switch (value) {
      case null -> JSON.nullNode();
      case Boolean truth -> JSON.booleanNode(truth);
      case Integer number -> JSON.numberNode(number.longValue());
      case Long number -> JSON.numberNode(number);
      case BigInteger number -> JSON.numberNode(number);
      case Double number -> finite(number, node);
      default -> JSON.textNode(node.getValue());
    };
  }

  /** Infinity and not-a-number have no place in a configuration; as text they fit no key. */
  private static JsonNode finite(double number, ScalarNode node) {
    return Double.isFinite(number)
        ? decimal(BigDecimal.valueOf(number))
        : JSON.textNode(node.getValue());
  }

  /** 3.0 is the whole number 3 wherever it is shown or handed on. */
  static JsonNode decimal(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    boolean isSmallWhole = plain.scale() <= 0 && plain.precision() - plain.scale() <= 18;
    return isSmallWhole ? JSON.numberNode(plain.longValueExact()) : JSON.numberNode(plain);
  }

  private void complain(Node node, KeyPath path, String complaint) {
    problems.add(Problem.with(originOf.apply(node), path, complaint));
  }
}
