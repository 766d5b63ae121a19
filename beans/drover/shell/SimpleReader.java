package drover.shell;

import drover.shell.Script.Assignment;
import drover.shell.Script.Redirection;
import drover.shell.Script.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads assignments, a program and its arguments. */
final class SimpleReader {
  private static final Pattern ASSIGNED =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:\\[[^\\]]*\\])?\\+?=(.*)", Pattern.DOTALL);

  private final Source source;
  private final WordReader words;
  private final ScriptReader scripts;
  private final RedirectionReader redirections;

  SimpleReader(
      Source source, WordReader words, ScriptReader scripts, RedirectionReader redirections) {
    this.source = source;
    this.words = words;
    this.scripts = scripts;
    this.redirections = redirections;
  }

  Simple command() throws Unreadable {
    List<Assignment> assignments = new ArrayList<>();
    List<Word> argv = new ArrayList<>();
    List<Redirection> redirected = new ArrayList<>();
    while (true) {
      scripts.blanks();
      if (redirections.take(redirected)) {
        continue;
      }
      Word word = words.word();
      if (word.pieces().isEmpty()) {
        break;
      }
      Matcher assigned = ASSIGNED.matcher(start(word));
      if (assigned.matches() && source.peek() == '(') {
        assignments.add(new Assignment(assigned.group(1), array()));
      } else if (argv.isEmpty() && assigned.matches()) {
        assignments.add(assignment(word, assigned));
      } else {
        argv.add(word);
        if (argv.size() == 1 && source.looksAt("(")) {
          break; // the name of a function
        }
      }
    }
    if (assignments.isEmpty() && argv.isEmpty() && redirected.isEmpty()) {
      throw new Unreadable("there is a " + source.peek() + " where a command begins");
    }
    return new Simple(assignments, argv, redirected);
  }

  private static String start(Word word) {
    return word.pieces().getFirst() instanceof Word.Literal literal
            && literal.quoting() == Word.Quoting.BARE
        ? literal.text()
        : "";
  }

  private static Assignment assignment(Word word, Matcher assigned) {
    Word rest = new Word(word.pieces().subList(1, word.pieces().size()));
    Word.Literal first = new Word.Literal(assigned.group(2), Word.Quoting.BARE);
    return new Assignment(assigned.group(1), List.of(rest.prefixed(first)));
  }

  private List<Word> array() throws Unreadable {
    source.expect("(");
    List<Word> values = new ArrayList<>();
    scripts.blanksAndNewlines();
    for (Word w = words.word(); !w.pieces().isEmpty(); w = words.word()) {
      values.add(w);
      scripts.blanksAndNewlines();
    }
    source.expect(")");
    return values;
  }
}
