package drover.shell;

import java.util.List;
import java.util.Optional;

/** What simple programs print, known from their arguments. */
final class Printing {
  private Printing() {}

  static Optional<String> of(
      String program, List<String> arguments, Feed feed, String directory, String root) {
    return switch (program) {
      case "echo" -> Optional.of(echo(arguments));
      case "printf" -> Optional.of(printf(arguments));
      case "pwd" -> Optional.of(directory);
      case "cat", "tee" ->
          arguments.stream().allMatch(a -> a.startsWith("-")) || program.equals("tee")
              ? feed.text()
              : Optional.empty();
      case "mktemp" -> Optional.of("/tmp/tmp." + Marks.UNKNOWN);
      case "which" -> arguments.stream().findFirst().map(name -> "/usr/bin/" + name);
      case "command" ->
          arguments.size() == 2 && arguments.getFirst().equals("-v")
              ? Optional.of("/usr/bin/" + arguments.getLast())
              : Optional.empty();
      case "git" ->
          arguments.equals(List.of("rev-parse", "--show-toplevel")) && directory.startsWith(root)
              ? Optional.of(root)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static String echo(List<String> arguments) {
    boolean escapes = arguments.stream().anyMatch(a -> a.matches("-[nE]*e[neE]*"));
    List<String> said = arguments.stream().dropWhile(a -> a.matches("-[neE]+")).toList();
    String text = String.join(" ", said);
    return escapes ? unescaped(text) : text;
  }

  private static String printf(List<String> arguments) {
    if (arguments.isEmpty()) {
      return "";
    }
    List<String> values = arguments.subList(1, arguments.size());
    String text = unescaped(arguments.getFirst());
    if (values.size() > 1) {
      // The format is used again and again; what matters is what is said.
      return text.replaceAll("%[-0-9.]*[sbqdi]", "") + String.join(" ", values);
    }
    String value = values.isEmpty() ? "" : values.getFirst();
    return text.replaceAll("%[-0-9.]*[sbqdi]", java.util.regex.Matcher.quoteReplacement(value));
  }

  private static String unescaped(String text) {
    try {
      return new AnsiQuotes(Source.of(text.replace("'", "\\'") + "'")).text();
    } catch (Unreadable e) {
      return String.valueOf(Marks.DECODED);
    }
  }
}
