package drover.notify;

import java.util.List;
import java.util.Optional;

/**
 * What people read, before a service gives it its form.
 *
 * @param title one line of plain text
 * @param lines of plain text, without addresses
 */
public record Message(String title, List<String> lines, Optional<Link> link) {
  /**
   * @param text what it leads to
   * @param url of an allowed host
   */
  public record Link(String text, String url) {}

  public Message {
    lines = List.copyOf(lines);
  }
}
