package drover.policy;

import java.util.Arrays;

/** Tells in which line of a fragment a character stands. */
final class Lines {
  private final Fragment fragment;
  private final int[] starts;

  Lines(Fragment fragment) {
    this.fragment = fragment;
    String text = fragment.text();
    int[] found = new int[16];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
      found[count++] = at + 1;
    }
    this.starts = Arrays.copyOf(found, count);
  }

  /** Whether one of the lines from {@code start} to before {@code end} is new. */
  boolean anyAdded(int start, int end) {
    int first = fragment.added().nextSetBit(lineAt(start));
    return first >= 0 && first <= lineAt(end - 1);
  }

  /** Number, in the file, of the first new line from there on. */
  long firstAdded(int start) {
    return fragment.firstLine() + fragment.added().nextSetBit(lineAt(start));
  }

  /** The whole lines from {@code start} to before {@code end}. */
  String textOf(int start, int end) {
    int last = lineAt(end - 1);
    int to = last + 1 < starts.length ? starts[last + 1] : fragment.text().length();
    return fragment.text().substring(starts[lineAt(start)], to);
  }

  private int lineAt(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }
}
