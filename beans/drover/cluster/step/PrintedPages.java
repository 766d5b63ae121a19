package drover.cluster.step;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What {@code render.sh} printed: for each page {@code drover-page begin PATH}, the page in base64,
 * {@code drover-page picture}, its picture in base64, {@code drover-page end}; or, as the last of
 * all, {@code drover-page failed STATUS} and what the browser said.
 *
 * @param isWhole whether the last page has its end
 */
record PrintedPages(List<Page> pages, boolean isWhole) {
  private static final String BEGIN = "drover-page begin ";
  private static final String PICTURE = "drover-page picture";
  private static final String FAILED = "drover-page failed ";
  private static final String END = "drover-page end";

  /**
   * @param html as much of it as was printed
   * @param picture a PNG; empty: there is none, or it was too large to be printed
   * @param failure what went wrong; empty: nothing did
   */
  record Page(String path, byte[] html, Optional<byte[]> picture, Optional<String> failure) {}

  static PrintedPages read(String log) {
    List<String> lines = log.lines().toList();
    List<Page> pages = new ArrayList<>();
    int at = 0;
    while (at < lines.size() && lines.get(at).startsWith(BEGIN)) {
      String path = lines.get(at).substring(BEGIN.length());
      int mark = next(lines, at + 1);
      byte[] html = decode(lines.subList(at + 1, mark));
      if (mark < lines.size() && lines.get(mark).startsWith(FAILED)) {
        pages.add(new Page(path, html, Optional.empty(), Optional.of(failure(lines, mark))));
        return new PrintedPages(pages, true);
      }
      int end = next(lines, Math.min(mark + 1, lines.size()));
      boolean isWhole =
          end < lines.size() && lines.get(mark).equals(PICTURE) && lines.get(end).equals(END);
      if (!isWhole) {
        return new PrintedPages(pages, false);
      }
      byte[] picture = decode(lines.subList(mark + 1, end));
      pages.add(
          new Page(
              path, html, Optional.of(picture).filter(png -> png.length > 0), Optional.empty()));
      at = end + 1;
    }
    return new PrintedPages(pages, !pages.isEmpty() && at == lines.size());
  }

  private static int next(List<String> lines, int from) {
    int at = from;
    while (at < lines.size() && !lines.get(at).startsWith("drover-page ")) {
      at++;
    }
    return at;
  }

  private static String failure(List<String> lines, int at) {
    String said = String.join("\n", lines.subList(at + 1, lines.size()));
    return "no picture, exit %s\n%s"
        .formatted(lines.get(at).substring(FAILED.length()), said)
        .strip();
  }

  /** What was damaged on its way has no text, and no picture. */
  private static byte[] decode(List<String> base64) {
    try {
      return Base64.getDecoder().decode(String.join("", base64));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
