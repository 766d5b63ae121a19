package drover.shell;

import drover.shell.Script.Command;
import drover.shell.Script.Pipeline;
import drover.shell.Word.HereText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Reads commands and how they are joined. Knows bash closely enough to find every command in a text
 * that bash accepts; a text that bash refuses may be accepted.
 */
final class ScriptReader {
  private static final Set<String> NOTHING = Set.of();

  private final Source source;
  private final WordReader words;
  private final Deque<Pending> pending = new ArrayDeque<>();

  /** A here-document whose text begins after the end of the line. */
  private record Pending(HereText text, String end, boolean literal, boolean tabsStripped) {}

  ScriptReader(Source source) {
    this.source = source;
    this.words = new WordReader(source);
  }

  /**
   * @throws Unreadable when the text cannot be followed
   */
  Script whole() throws Unreadable {
    Script script = until(NOTHING, NOTHING);
    if (!source.atEnd()) {
      throw new Unreadable("there is a " + source.peek() + " too many");
    }
    return script;
  }

  /** To and past the closing parenthesis. */
  Script untilParenthesis() throws Unreadable {
    Script script = until(NOTHING, NOTHING);
    source.expect(")");
    return script;
  }

  /**
   * To a closing parenthesis, the end of a case or of the text, or to and past a closing word.
   *
   * @param closing words of the syntax, one of which must come; empty: none
   * @param between words of the syntax that may stand in front of a command
   */
  Script until(Set<String> closing, Set<String> between) throws Unreadable {
    List<Pipeline> pipelines = new ArrayList<>();
    CommandReader commands = new CommandReader(source, words, this);
    while (true) {
      blanksAndNewlines();
      String word = commands.reservedWord();
      if (closing.contains(word)) {
        source.skip(word.length());
        return new Script(pipelines);
      }
      if (source.atEnd() || source.peek() == ')' || source.looksAt(";;")) {
        if (!closing.isEmpty() && !closing.contains("esac")) {
          throw new Unreadable("one of " + closing + " is missing");
        }
        hereTexts();
        return new Script(pipelines);
      }
      if (between.contains(word) || word.equals("!") || word.equals("time")) {
        source.skip(word.length());
        continue;
      }
      pipelines.add(pipeline(commands));
      separators();
    }
  }

  private Pipeline pipeline(CommandReader commands) throws Unreadable {
    List<Command> side = new ArrayList<>();
    do {
      blanksAndNewlines();
      side.add(commands.command());
      blanks();
    } while (takePipe());
    return new Pipeline(side);
  }

  private boolean takePipe() {
    return !source.looksAt("||") && (source.take("|&") || source.take("|"));
  }

  private void separators() throws Unreadable {
    blanks();
    boolean joined =
        source.take("&&")
            || source.take("||")
            || (!source.looksAt(";;") && source.take(";"))
            || source.take("&");
    if (!joined && source.peek() != '\n' && source.peek() != ')' && !source.atEnd()) {
      if (!source.looksAt(";;")) {
        throw new Unreadable("there is a " + source.peek() + " where a command ends");
      }
    }
  }

  void blanks() {
    while (true) {
      if (source.peek() == '#') {
        comment();
      } else if (!source.take("\\\n") && !source.take(" ") && !source.take("\t")) {
        return;
      }
    }
  }

  void blanksAndNewlines() throws Unreadable {
    blanks();
    while (source.take("\n")) {
      hereTexts();
      blanks();
    }
  }

  private void comment() {
    while (!source.atEnd() && source.peek() != '\n') {
      source.skip(1);
    }
  }

  /** {@code <<} or {@code <<-} was read: its word names the end of a text that comes later. */
  Word hereDocument(String operator) throws Unreadable {
    blanks();
    Word end = words.word();
    StringBuilder name = new StringBuilder();
    for (Word.Piece piece : end.pieces()) {
      if (!(piece instanceof Word.Literal literal)) {
        throw new Unreadable("a here-document ends with an expansion");
      }
      name.append(literal.text());
    }
    HereText text = new HereText();
    pending.add(new Pending(text, name.toString(), end.plain().isEmpty(), operator.equals("<<-")));
    return new Word(List.of(text));
  }

  private void hereTexts() throws Unreadable {
    while (!pending.isEmpty()) {
      Pending next = pending.remove();
      String body = bodyOf(next);
      next.text()
          .is(
              next.literal()
                  ? new Word(List.of(new Word.Literal(body, Word.Quoting.QUOTED)))
                  : new WordReader(source.nested(body)).quoted(Source.END));
    }
  }

  private String bodyOf(Pending document) {
    StringBuilder body = new StringBuilder();
    while (!source.atEnd()) {
      String line = source.restOfLine();
      String stripped = document.tabsStripped() ? line.replaceFirst("^\t+", "") : line;
      if (stripped.equals(document.end())) {
        break;
      }
      body.append(stripped).append('\n');
    }
    return body.toString();
  }
}
