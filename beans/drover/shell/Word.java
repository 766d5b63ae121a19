package drover.shell;

import java.util.ArrayList;
import java.util.List;

/** One word as it is written: pieces that the shell puts together. */
record Word(List<Piece> pieces) {
  Word {
    pieces = List.copyOf(pieces);
  }

  static final Word EMPTY = new Word(List.of());

  /** Whether a piece stands in quotes: then it is neither split nor taken as a pattern. */
  enum Quoting {
    BARE,
    QUOTED
  }

  sealed interface Piece {}

  record Literal(String text, Quoting quoting) implements Piece {}

  /**
   * {@code $name} or {@code ${name…}}.
   *
   * @param operator what stands after the name, such as {@code :-}; empty: nothing
   * @param operand what stands after the operator
   */
  record Variable(String name, String operator, Word operand, Quoting quoting) implements Piece {}

  /** {@code $(…)} or backticks. */
  record Substitution(Script script, Quoting quoting) implements Piece {}

  /** {@code <(…)} or {@code >(…)}: a file whose content another command prints or takes. */
  record ProcessFile(Script script) implements Piece {}

  /** {@code $((…))}. */
  record Arithmetic(Word inside) implements Piece {}

  /** The text of a here-document, which stands further down than the word. */
  static final class HereText implements Piece {
    private Word body = EMPTY;

    void is(Word text) {
      body = text;
    }

    Word body() {
      return body;
    }
  }

  /** The text, when nothing in it is quoted or expanded; so only can it be a word of the syntax. */
  String plain() {
    return pieces.size() == 1
            && pieces.getFirst() instanceof Literal literal
            && literal.quoting() == Quoting.BARE
        ? literal.text()
        : "";
  }

  Word prefixed(Piece first) {
    List<Piece> all = new ArrayList<>();
    all.add(first);
    all.addAll(pieces);
    return new Word(all);
  }
}
