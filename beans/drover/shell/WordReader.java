package drover.shell;

import drover.shell.Word.Arithmetic;
import drover.shell.Word.Literal;
import drover.shell.Word.Piece;
import drover.shell.Word.ProcessFile;
import drover.shell.Word.Quoting;
import drover.shell.Word.Substitution;
import drover.shell.Word.Variable;
import java.util.ArrayList;
import java.util.List;

/** Reads one word with its quotes and expansions. */
final class WordReader {
  private static final String ENDS_A_WORD = " \t\n;&|<>()";
  private static final String SPECIAL_NAMES = "@*#?$!-0123456789";

  private final Source source;

  WordReader(Source source) {
    this.source = source;
  }

  /** A word as it stands between blanks and operators; empty where none begins here. */
  Word word() throws Unreadable {
    Collected word = new Collected();
    while (!source.atEnd()) {
      if (source.looksAt("<(") || source.looksAt(">(")) {
        source.skip(1);
        word.add(new ProcessFile(parenthesised()));
      } else if (ENDS_A_WORD.indexOf(source.peek()) >= 0) {
        break;
      } else {
        bare(word);
      }
    }
    return word.end();
  }

  /** What stands in double quotes or a here-document, to the terminator, which is passed. */
  Word quoted(char terminator) throws Unreadable {
    Collected word = new Collected();
    while (source.peek() != terminator || (terminator == Source.END && !source.atEnd())) {
      if (source.atEnd()) {
        throw new Unreadable("a " + terminator + " is missing");
      }
      char c = source.peek();
      if (c == '\\') {
        source.skip(1);
        escapedInQuotes(word, terminator);
      } else if (c == '$' || c == '`') {
        expansion(word, Quoting.QUOTED);
      } else {
        word.character(source.next(), Quoting.QUOTED);
      }
    }
    source.skip(1);
    return word.end();
  }

  private void bare(Collected word) throws Unreadable {
    char c = source.peek();
    switch (c) {
      case '\\' -> {
        source.skip(1);
        if (!source.take("\n") && !source.atEnd()) {
          word.character(source.next(), Quoting.QUOTED);
        }
      }
      case '\'' -> {
        source.skip(1);
        singleQuoted(word);
      }
      case '"' -> {
        source.skip(1);
        doubleQuoted(word);
      }
      case '$', '`' -> expansion(word, Quoting.BARE);
      default -> word.character(source.next(), Quoting.BARE);
    }
  }

  private void singleQuoted(Collected word) throws Unreadable {
    word.text("", Quoting.QUOTED);
    while (!source.take("'")) {
      if (source.atEnd()) {
        throw new Unreadable("a ' is missing");
      }
      word.character(source.next(), Quoting.QUOTED);
    }
  }

  private void doubleQuoted(Collected word) throws Unreadable {
    source.enter();
    word.text("", Quoting.QUOTED);
    word.addAll(quoted('"').pieces());
    source.leave();
  }

  private void escapedInQuotes(Collected word, char terminator) {
    char c = source.peek();
    if (source.take("\n") || source.atEnd()) {
      return;
    }
    if (c != '$' && c != '`' && c != '\\' && c != terminator) {
      word.character('\\', Quoting.QUOTED);
    }
    word.character(source.next(), Quoting.QUOTED);
  }

  private void expansion(Collected word, Quoting quoting) throws Unreadable {
    if (source.take("`")) {
      word.add(new Substitution(backticks(), quoting));
      return;
    }
    source.skip(1);
    char c = source.peek();
    if (c == '(') {
      word.add(inParentheses(quoting));
    } else if (source.take("{")) {
      word.add(braced(quoting));
    } else if (isNameStart(c)) {
      word.add(new Variable(name(), "", Word.EMPTY, quoting));
    } else if (SPECIAL_NAMES.indexOf(c) >= 0) {
      word.add(new Variable(String.valueOf(source.next()), "", Word.EMPTY, quoting));
    } else if (quoting == Quoting.BARE && source.take("'")) {
      word.text(new AnsiQuotes(source).text(), Quoting.QUOTED);
    } else if (quoting == Quoting.BARE && source.take("\"")) {
      doubleQuoted(word);
    } else {
      word.character('$', quoting);
    }
  }

  private Piece inParentheses(Quoting quoting) throws Unreadable {
    if (!source.looksAt("((") || !secondClosesTwice()) {
      return new Substitution(parenthesised(), quoting);
    }
    source.skip(2);
    return new Arithmetic(arithmetic());
  }

  private boolean secondClosesTwice() {
    source.skip(1);
    boolean closes = source.closesTwice();
    source.skip(-1);
    return closes;
  }

  /** After {@code ((}, to and past {@code ))}. */
  Word arithmetic() throws Unreadable {
    source.enter();
    Collected word = new Collected();
    int open = 0;
    while (open > 0 || !source.looksAt("))")) {
      char c = source.peek();
      if (source.atEnd()) {
        throw new Unreadable("a )) is missing");
      } else if (c == '$' || c == '`') {
        expansion(word, Quoting.QUOTED);
      } else {
        open += c == '(' ? 1 : c == ')' ? -1 : 0;
        word.character(source.next(), Quoting.QUOTED);
      }
    }
    source.skip(2);
    source.leave();
    return word.end();
  }

  private Script parenthesised() throws Unreadable {
    source.expect("(");
    source.enter();
    Script script = new ScriptReader(source).untilParenthesis();
    source.leave();
    return script;
  }

  private Script backticks() throws Unreadable {
    StringBuilder inner = new StringBuilder();
    while (!source.take("`")) {
      if (source.atEnd()) {
        throw new Unreadable("a ` is missing");
      }
      char c = source.next();
      char escaped = source.peek();
      if (c == '\\' && (escaped == '`' || escaped == '\\' || escaped == '$')) {
        c = source.next();
      }
      inner.append(c);
    }
    return new ScriptReader(source.nested(inner.toString())).whole();
  }

  /** After <code>${</code>, to and past the brace that closes it. */
  private Piece braced(Quoting quoting) throws Unreadable {
    source.enter();
    String prefix = source.peek() == '!' ? "!" : source.peek() == '#' ? "#" : "";
    boolean prefixed = !prefix.isEmpty() && source.peek(1) != '}';
    source.skip(prefixed ? 1 : 0);
    String name = isNameStart(source.peek()) ? name() : String.valueOf(source.next());
    Collected rest = new Collected();
    while (!source.take("}")) {
      if (source.atEnd()) {
        throw new Unreadable("a } is missing");
      }
      inBraces(rest, quoting);
    }
    source.leave();
    Word operand = rest.end();
    if (prefixed) {
      return new Variable(name, prefix, operand, quoting);
    }
    String operator = operand.pieces().isEmpty() ? "" : operatorOf(operand);
    return new Variable(name, operator, withoutStart(operand, operator.length()), quoting);
  }

  /** In double quotes an apostrophe is one. */
  private void inBraces(Collected rest, Quoting quoting) throws Unreadable {
    if (quoting == Quoting.QUOTED && source.peek() == '\'') {
      rest.character(source.next(), Quoting.BARE);
    } else {
      bare(rest);
    }
  }

  private static String operatorOf(Word operand) {
    String start = operand.pieces().getFirst() instanceof Literal literal ? literal.text() : "";
    if (start.startsWith(":") && start.length() > 1 && "-=+?".indexOf(start.charAt(1)) >= 0) {
      return start.substring(0, 2);
    }
    return start.isEmpty() ? "?" : start.substring(0, 1);
  }

  private static Word withoutStart(Word operand, int length) {
    if (!operand.pieces().isEmpty() && operand.pieces().getFirst() instanceof Literal first) {
      Literal rest =
          new Literal(
              first.text().substring(Math.min(length, first.text().length())), first.quoting());
      List<Piece> pieces = new ArrayList<>(operand.pieces());
      pieces.set(0, rest);
      return new Word(pieces);
    }
    return operand;
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (isNameStart(source.peek()) || Character.isDigit(source.peek())) {
      name.append(source.next());
    }
    return name.toString();
  }

  private static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
