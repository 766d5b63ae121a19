package drover.shell;

import drover.shell.Script.Block;
import drover.shell.Script.Command;
import drover.shell.Script.Function;
import drover.shell.Script.Loop;
import drover.shell.Script.Redirection;
import drover.shell.Script.Scope;
import drover.shell.Script.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one command: a program with its arguments, or one of the forms that hold others. */
final class CommandReader {
  private static final Pattern RESERVED_END = Pattern.compile("[\\s;&|()<>]");
  private static final int LONGEST_RESERVED = 8;
  private static final Set<String> RESERVED =
      Set.of(
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "while",
          "until",
          "do",
          "done",
          "for",
          "select",
          "case",
          "esac",
          "function",
          "{",
          "}",
          "[[",
          "!",
          "time",
          "coproc");

  private final Source source;
  private final WordReader words;
  private final ScriptReader scripts;
  private final RedirectionReader redirections;

  CommandReader(Source source, WordReader words, ScriptReader scripts) {
    this.source = source;
    this.words = words;
    this.scripts = scripts;
    this.redirections = new RedirectionReader(source, words, scripts);
  }

  /** The word of the syntax that stands here, without passing it; empty: none. */
  String reservedWord() {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i <= LONGEST_RESERVED; i++) {
      char c = source.peek(i);
      if (c == Source.END || RESERVED_END.matcher(String.valueOf(c)).matches()) {
        break;
      }
      word.append(c);
    }
    return RESERVED.contains(word.toString()) ? word.toString() : "";
  }

  Command command() throws Unreadable {
    if (source.looksAt("((")) {
      source.skip(1);
      boolean arithmetic = source.closesTwice();
      source.skip(-1);
      if (arithmetic) {
        source.skip(2);
        Word inside = words.arithmetic();
        return new Block(List.of(inside), new Script(List.of()), Scope.SHARED, redirections());
      }
    }
    if (source.take("(")) {
      source.enter();
      Script body = scripts.untilParenthesis();
      source.leave();
      return new Block(List.of(), body, Scope.OWN, redirections());
    }
    String word = reservedWord();
    source.skip(word.length());
    return switch (word) {
      case "{" -> block(Set.of("}"), Set.of());
      case "if" -> block(Set.of("fi"), Set.of("then", "elif", "else"));
      case "while", "until" -> block(Set.of("done"), Set.of("do"));
      case "for", "select" -> loop();
      case "case" -> cases();
      case "function" -> function();
      case "[[" -> test();
      case "", "coproc", "!", "time" -> simpleOrFunction();
      default -> throw new Unreadable("there is a " + word + " where a command begins");
    };
  }

  private Block block(Set<String> closing, Set<String> between) throws Unreadable {
    return new Block(List.of(), body(closing, between), Scope.SHARED, redirections());
  }

  private Script body(Set<String> closing, Set<String> between) throws Unreadable {
    source.enter();
    Script body = scripts.until(closing, between);
    source.leave();
    return body;
  }

  private Command loop() throws Unreadable {
    scripts.blanks();
    if (source.take("((")) {
      Word inside = words.arithmetic();
      Script body = loopBody();
      return new Block(List.of(inside), body, Scope.SHARED, redirections());
    }
    String name = words.word().plain();
    scripts.blanksAndNewlines();
    List<Word> over = new ArrayList<>();
    if (source.looksAt("in ") || source.looksAt("in\n") || source.looksAt("in\t")) {
      source.skip(2);
      scripts.blanks();
      for (Word w = words.word(); !w.pieces().isEmpty(); w = words.word()) {
        over.add(w);
        scripts.blanks();
      }
    }
    return new Loop(name, over, loopBody(), redirections());
  }

  private Script loopBody() throws Unreadable {
    scripts.blanks();
    source.take(";");
    scripts.blanksAndNewlines();
    return source.take("{") ? body(Set.of("}"), Set.of()) : body(Set.of("done"), Set.of("do"));
  }

  private Command cases() throws Unreadable {
    scripts.blanks();
    List<Word> read = new ArrayList<>(List.of(words.word()));
    scripts.blanksAndNewlines();
    source.expect("in");
    List<Script.Pipeline> bodies = new ArrayList<>();
    while (true) {
      scripts.blanksAndNewlines();
      if (reservedWord().equals("esac")) {
        source.skip("esac".length());
        break;
      }
      source.take("(");
      do {
        scripts.blanks();
        read.add(words.word());
        scripts.blanks();
      } while (source.take("|"));
      source.expect(")");
      if (branch(bodies)) {
        break;
      }
    }
    return new Block(read, new Script(bodies), Scope.SHARED, redirections());
  }

  /** Whether it was the last one. */
  private boolean branch(List<Script.Pipeline> bodies) throws Unreadable {
    source.enter();
    bodies.addAll(scripts.until(Set.of("esac"), Set.of()).pipelines());
    source.leave();
    boolean more = source.take(";;&") || source.take(";;") || source.take(";&");
    if (!more && source.atEnd() && !endedByWord()) {
      throw new Unreadable("an esac is missing");
    }
    return !more;
  }

  private boolean endedByWord() {
    source.skip(-4);
    boolean ended = source.looksAt("esac");
    source.skip(4);
    return ended;
  }

  private Command function() throws Unreadable {
    scripts.blanks();
    Word name = words.word();
    scripts.blanks();
    if (source.take("(")) {
      scripts.blanks();
      source.expect(")");
    }
    return definition(name);
  }

  /** {@code [[ … ]]} runs nothing but what is substituted in it. */
  private Command test() throws Unreadable {
    List<Word> read = new ArrayList<>();
    while (true) {
      scripts.blanksAndNewlines();
      if (source.atEnd()) {
        throw new Unreadable("a ]] is missing");
      }
      Word word = words.word();
      if (word.plain().equals("]]")) {
        return new Block(read, new Script(List.of()), Scope.SHARED, redirections());
      }
      if (word.pieces().isEmpty()) {
        source.skip(1);
      } else {
        read.add(word);
      }
    }
  }

  private Command simpleOrFunction() throws Unreadable {
    Simple simple = new SimpleReader(source, words, scripts, redirections).command();
    if (simple.words().size() != 1 || !source.take("(")) {
      return simple;
    }
    scripts.blanks();
    source.expect(")");
    return definition(simple.words().getFirst());
  }

  private Command definition(Word name) throws Unreadable {
    scripts.blanksAndNewlines();
    source.enter();
    Command body = command();
    source.leave();
    return new Function(name.plain(), body);
  }

  private List<Redirection> redirections() throws Unreadable {
    return redirections.all();
  }
}
