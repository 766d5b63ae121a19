package drover.shell;

import drover.shell.Script.Redirection;
import java.util.ArrayList;
import java.util.List;

/** Reads where input comes from and output goes to. */
final class RedirectionReader {
  /** Longest first. */
  private static final List<String> OPERATORS =
      List.of("<<<", "<<-", "&>>", "<<", "<&", "<>", ">&", ">>", ">|", "&>", "<", ">");

  private final Source source;
  private final WordReader words;
  private final ScriptReader scripts;

  RedirectionReader(Source source, WordReader words, ScriptReader scripts) {
    this.source = source;
    this.words = words;
    this.scripts = scripts;
  }

  List<Redirection> all() throws Unreadable {
    List<Redirection> found = new ArrayList<>();
    scripts.blanks();
    while (take(found)) {
      scripts.blanks();
    }
    return found;
  }

  boolean take(List<Redirection> found) throws Unreadable {
    int digits = 0;
    while (Character.isDigit(source.peek(digits))) {
      digits++;
    }
    char first = source.peek(digits);
    boolean isFile = (first == '<' || first == '>') && source.peek(digits + 1) != '(';
    boolean isBoth = digits == 0 && first == '&' && source.peek(1) == '>';
    if (!isFile && !isBoth) {
      return false;
    }
    source.skip(digits);
    String operator = OPERATORS.stream().filter(source::looksAt).findFirst().orElseThrow();
    source.skip(operator.length());
    scripts.blanks();
    boolean here = operator.equals("<<") || operator.equals("<<-");
    Word target = here ? scripts.hereDocument(operator) : words.word();
    if (target.pieces().isEmpty()) {
      throw new Unreadable("a " + operator + " leads nowhere");
    }
    found.add(new Redirection(operator, target));
    return true;
  }
}
