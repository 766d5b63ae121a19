package drover.shell;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths as text, with marks and patterns in them; nothing is looked up. */
public final class Paths {
  private Paths() {}

  /**
   * The absolute path without {@code .} and {@code ..}. Begins with a mark where it cannot be known
   * where the path begins.
   */
  public static String resolve(String directory, String path) {
    boolean standsAlone = path.startsWith("/") || Marks.startsUnknown(path);
    String whole = standsAlone ? path : directory + "/" + path;
    Deque<String> parts = new ArrayDeque<>();
    for (String part : whole.split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty() && Marks.isUnknown(parts.getLast())) {
          return String.valueOf(Marks.UNKNOWN);
        }
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String joined = String.join("/", parts);
    return Marks.startsUnknown(whole) ? joined : "/" + joined;
  }

  /** The last part: what a program is called by. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
