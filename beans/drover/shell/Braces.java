package drover.shell;

import java.util.ArrayList;
import java.util.List;

/** {@code a{b,c}d} means {@code abd acd}. Works on texts in which bare braces are marked. */
final class Braces {
  private static final int MOST = 256;
  private static final int DEEPEST = 32;

  private Braces() {}

  static List<String> expand(String text) throws Unreadable {
    if (text.chars().filter(c -> c == Marks.BRACE).count() > DEEPEST) {
      throw new Unreadable("it holds more than " + DEEPEST + " braces in a word");
    }
    List<String> done = new ArrayList<>();
    List<String> open = new ArrayList<>(List.of(text));
    while (!open.isEmpty()) {
      if (done.size() + open.size() > MOST) {
        throw new Unreadable("its braces mean more than " + MOST + " words");
      }
      String next = open.removeLast();
      int start = next.lastIndexOf(Marks.BRACE);
      int end = start < 0 ? -1 : next.indexOf(Marks.BRACE_END, start);
      String inside = end < 0 ? "" : next.substring(start + 1, end);
      if (inside.indexOf(Marks.COMMA) < 0) {
        open.addAll(literal(next, start, end, done));
      } else {
        List<String> choices = List.of(inside.split(String.valueOf(Marks.COMMA), -1));
        for (String choice : choices.reversed()) {
          open.add(next.substring(0, start) + choice + next.substring(end + 1));
        }
      }
    }
    return done.stream().map(Braces::restored).toList();
  }

  /** Braces without a comma in them are only braces. */
  private static List<String> literal(String text, int start, int end, List<String> done) {
    if (start < 0) {
      done.add(text);
      return List.of();
    }
    StringBuilder without = new StringBuilder(text);
    without.setCharAt(start, '{');
    if (end >= 0) {
      without.setCharAt(end, '}');
    }
    return List.of(without.toString());
  }

  private static String restored(String text) {
    return text.replace(Marks.COMMA, ',').replace(Marks.BRACE_END, '}');
  }
}
