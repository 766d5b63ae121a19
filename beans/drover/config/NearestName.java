package drover.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name was meant. */
final class NearestName {

  private static final int EDITS_AT_MOST = 3;

  private NearestName() {}

  static Optional<String> to(String wrong, Collection<String> known) {
    String written = plain(wrong);
    return known.stream()
        .filter(name -> edits(written, plain(name)) <= EDITS_AT_MOST)
        .min(Comparator.comparingInt(name -> edits(written, plain(name))))
        .or(() -> onlyOneWithTheLastWord(wrong, known));
  }

  /** drover.rounds means drover.review.rounds as long as there is only one key named rounds. */
  private static Optional<String> onlyOneWithTheLastWord(String wrong, Collection<String> known) {
    String last = "." + wrong.substring(wrong.lastIndexOf('.') + 1);
    List<String> same = known.stream().filter(name -> name.endsWith(last)).toList();
    return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The Levenshtein distance. */
  static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
