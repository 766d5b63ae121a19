package drover.observe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus' text format, version 0.0.4, read strictly. */
public final class PrometheusText {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (NaN|[+-]Inf|-?[0-9.E+-]+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(,|$)");
  private static final Pattern PARTS = Pattern.compile("_(bucket|sum|count|max)$");

  /** One line. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, String> helps = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();

  private PrometheusText() {}

  /**
   * @throws AssertionError at the first line that Prometheus would not take
   */
  public static PrometheusText parse(String text) {
    PrometheusText parsed = new PrometheusText();
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    text.lines().forEach(parsed::line);
    return parsed;
  }

  private void line(String line) {
    if (line.startsWith("# TYPE ")) {
      String[] words = line.split(" ");
      if (!Set.of("counter", "gauge", "histogram", "summary", "untyped").contains(words[3])
          || types.put(words[2], words[3]) != null) {
        throw new AssertionError(line);
      }
    } else if (line.startsWith("# HELP ")) {
      helps.put(line.split(" ")[2], line);
    } else if (!line.isEmpty() && !line.startsWith("#")) {
      sample(line);
    }
  }

  private void sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("no sample: " + line);
    }
    String labels = Optional.ofNullable(matcher.group(2)).orElse("");
    Sample sample =
        new Sample(matcher.group(1), labels(labels, line), Double.parseDouble(value(matcher)));
    String family = PARTS.matcher(sample.name()).replaceFirst("");
    if (!types.containsKey(sample.name()) && !types.containsKey(family)) {
      throw new AssertionError("a sample without a type: " + line);
    }
    boolean isThere =
        samples.stream()
            .anyMatch(
                other ->
                    other.name().equals(sample.name()) && other.labels().equals(sample.labels()));
    if (isThere) {
      throw new AssertionError("twice: " + line);
    }
    samples.add(sample);
  }

  private static String value(Matcher matcher) {
    return matcher.group(3).replace("Inf", "Infinity");
  }

  private static Map<String, String> labels(String text, String line) {
    Map<String, String> labels = new TreeMap<>();
    Matcher matcher = LABEL.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      labels.put(matcher.group(1), matcher.group(2));
      end = matcher.end();
    }
    if (end != text.length()) {
      throw new AssertionError("no labels: " + line);
    }
    return labels;
  }

  /** By the name of the family. */
  public Map<String, String> types() {
    return types;
  }

  /** Families that nobody explains. */
  public Set<String> withoutHelp() {
    Set<String> names = new HashSet<>(types.keySet());
    names.removeAll(helps.keySet());
    return names;
  }

  public List<Sample> samples() {
    return samples;
  }

  /**
   * @throws AssertionError when there is not exactly one such sample
   */
  public double value(String name, Map<String, String> labels) {
    List<Sample> found =
        samples.stream()
            .filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("%s%s is there %d times".formatted(name, labels, found.size()));
    }
    return found.getFirst().value();
  }
}
