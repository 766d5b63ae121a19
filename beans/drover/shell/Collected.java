package drover.shell;

import drover.shell.Word.Literal;
import drover.shell.Word.Piece;
import drover.shell.Word.Quoting;
import java.util.ArrayList;
import java.util.List;

/** The pieces of a word while it is read; characters that belong together become one piece. */
final class Collected {
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private Quoting quoting = Quoting.BARE;
  private boolean open;

  void character(char c, Quoting how) {
    text(String.valueOf(c), how);
  }

  /** An empty text in quotes is a piece too: it makes a word where there would be none. */
  void text(String more, Quoting how) {
    if (open && quoting != how) {
      close();
    }
    quoting = how;
    open = true;
    text.append(more);
  }

  void add(Piece piece) {
    close();
    pieces.add(piece);
  }

  void addAll(List<Piece> more) {
    close();
    pieces.addAll(more);
  }

  Word end() {
    close();
    return new Word(pieces);
  }

  private void close() {
    if (open) {
      pieces.add(new Literal(text.toString(), quoting));
      text.setLength(0);
      open = false;
    }
  }
}
