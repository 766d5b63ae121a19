package drover.verify;

import java.nio.file.Path;
import java.util.List;

/** What the check {@code render} makes of a page, wherever the browser is. */
public final class PageLook {
  /** Name of the check. */
  public static final String CHECK = "render";

  /** So many are looked at. */
  public static final int MOST_PAGES = 5;

  private PageLook() {}

  /** What is wrong with a page that gave a picture; empty: nothing. */
  public static String emptiness(String html) {
    String text = html.replaceAll("(?s)<(script|style|head).*?</\\1>", "");
    return text.replaceAll("<[^>]*>", "").isBlank() ? "the page has no text" : "";
  }

  /** The check where a page does not render. */
  public static Check failed(Path page, String problem) {
    return Check.failed(CHECK, page + " does not render", problem);
  }

  /** The check where no page is there. */
  public static Check nothingToSee(List<String> patterns) {
    return Check.skipped(CHECK, "there is no page " + String.join(", ", patterns));
  }

  /** Where the picture of a page is kept. */
  public static Path pictureIn(Path artifacts, Path page) {
    return artifacts.resolve(nameOf(page) + ".png");
  }

  /** A page belongs to the file of the same name. */
  static String nameOf(Path file) {
    return file.getFileName().toString().replaceAll("\\.[^.]*$", "");
  }
}
