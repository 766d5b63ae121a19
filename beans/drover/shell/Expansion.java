package drover.shell;

import drover.shell.Word.Arithmetic;
import drover.shell.Word.HereText;
import drover.shell.Word.Literal;
import drover.shell.Word.Piece;
import drover.shell.Word.ProcessFile;
import drover.shell.Word.Quoting;
import drover.shell.Word.Substitution;
import drover.shell.Word.Variable;
import java.util.ArrayList;
import java.util.List;

/** What a word becomes. A variable with several possible values makes several words of one. */
final class Expansion {
  private static final int MOST_ALTERNATIVES = 32;

  /** Runs a script in thought and gives back what it prints. */
  interface Substitutions {
    String printedBy(Script script) throws Unreadable;
  }

  private final Shell shell;
  private final Substitutions substitutions;
  private final Budget budget;

  Expansion(Shell shell, Substitutions substitutions, Budget budget) {
    this.shell = shell;
    this.substitutions = substitutions;
    this.budget = budget;
  }

  /** The words that a word becomes; none when it expands to nothing. */
  List<String> words(Word word) throws Unreadable {
    List<String> words = new ArrayList<>();
    for (String text : alternatives(word)) {
      for (String field : text.split(String.valueOf(Marks.FIELD_END), -1)) {
        boolean gone = field.isEmpty() && (text.length() > 0 || isBare(word));
        if (!gone) {
          words.addAll(Braces.expand(field));
        }
      }
    }
    return words;
  }

  /** The possible texts of a word that is not split, such as a value or a here-document. */
  List<String> texts(Word word) throws Unreadable {
    List<String> texts = new ArrayList<>();
    for (String text : alternatives(word)) {
      texts.add(
          text.replace(Marks.FIELD_END, ' ')
              .replace(Marks.BRACE, '{')
              .replace(Marks.COMMA, ',')
              .replace(Marks.BRACE_END, '}'));
    }
    return texts;
  }

  String text(Word word) throws Unreadable {
    return String.join("\n", texts(word));
  }

  private static boolean isBare(Word word) {
    return word.pieces().stream()
        .noneMatch(p -> p instanceof Literal literal && literal.quoting() == Quoting.QUOTED);
  }

  private List<String> alternatives(Word word) throws Unreadable {
    List<String> texts = List.of("");
    for (int i = 0; i < word.pieces().size(); i++) {
      List<String> values = values(word.pieces().get(i), i);
      List<String> longer = new ArrayList<>();
      for (String text : texts) {
        for (String value : values) {
          if (longer.size() < MOST_ALTERNATIVES) {
            budget.spend(text.length() + value.length());
            longer.add(text + value);
          }
        }
      }
      texts = longer;
    }
    return texts;
  }

  private List<String> values(Piece piece, int position) throws Unreadable {
    return switch (piece) {
      case Literal literal -> List.of(literal(literal, position));
      case Variable variable -> split(variable(variable), variable.quoting());
      case Substitution substitution ->
          split(
              List.of(substitutions.printedBy(substitution.script()).stripTrailing()),
              substitution.quoting());
      case ProcessFile file ->
          List.of("/dev/fd/" + unknownOf(substitutions.printedBy(file.script())));
      case Arithmetic arithmetic -> {
        texts(arithmetic.inside());
        yield List.of(String.valueOf(Marks.UNKNOWN));
      }
      case HereText here -> List.of(text(here.body()));
    };
  }

  private static char unknownOf(String printed) {
    char worst = Origins.worst(printed);
    return worst == '-' ? Marks.UNKNOWN : worst;
  }

  private String literal(Literal literal, int position) {
    if (literal.quoting() == Quoting.QUOTED) {
      return literal.text();
    }
    String text = position == 0 ? home(literal.text()) : literal.text();
    return text.replace('{', Marks.BRACE).replace(',', Marks.COMMA).replace('}', Marks.BRACE_END);
  }

  private String home(String text) {
    int afterEquals = text.indexOf("=~") + 1; // VAR=~/x, --file=~/x
    if (!text.startsWith("~")) {
      return afterEquals > 0
          ? text.substring(0, afterEquals) + home(text.substring(afterEquals))
          : text;
    }
    int slash = text.indexOf('/');
    String user = text.substring(1, slash < 0 ? text.length() : slash);
    String rest = slash < 0 ? "" : text.substring(slash);
    return switch (user) {
      case "" -> shell.home() + rest;
      case "+" -> shell.directory() + rest;
      case "-" -> Marks.UNKNOWN + rest;
      case "root" -> "/root" + rest;
      default -> "/home/" + user + rest;
    };
  }

  private List<String> variable(Variable variable) throws Unreadable {
    List<String> values = shell.valuesOf(variable.name());
    return switch (variable.operator()) {
      case "" -> values;
      case ":-", "-" -> shell.knows(variable.name()) ? values : texts(variable.operand());
      case ":=", "=" -> {
        if (!shell.knows(variable.name())) {
          shell.assign(variable.name(), texts(variable.operand()));
        }
        yield shell.valuesOf(variable.name());
      }
      case ":+", "+" -> {
        List<String> both = new ArrayList<>(texts(variable.operand()));
        both.add("");
        yield both;
      }
      case ":?", "?" -> values;
      case "[" -> values;
      default -> {
        texts(variable.operand()); // what is substituted in it runs
        yield List.of(String.valueOf(unknownOf(String.join("", values))));
      }
    };
  }

  private static List<String> split(List<String> values, Quoting quoting) {
    return quoting == Quoting.QUOTED
        ? values
        : values.stream()
            .map(v -> v.replaceAll("[ \t\n]+", String.valueOf(Marks.FIELD_END)))
            .toList();
  }
}
