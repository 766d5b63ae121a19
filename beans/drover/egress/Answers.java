package drover.egress;

import java.nio.charset.StandardCharsets;

/** What the door itself says to a guest. */
final class Answers {
  static final String CONNECTED = "HTTP/1.1 200 Connection established\r\n\r\n";
  static final String CROWDED = closing("503 Too many connections at once", "");
  static final String NO_REQUEST = closing("400 No HTTP request that can be read", "");

  /** For programs that show the head of an answer and not its text, as most do for a tunnel. */
  private static final String WHY_HEADER = "X-Drover-Why: ";

  private Answers() {}

  static String to(Request request, Decision.Turned turned) {
    String body = turned.sentence() + "\n";
    String head =
        WHY_HEADER + turned.sentence() + "\r\nContent-Type: text/plain; charset=utf-8\r\n";
    return request.wantsNoBody()
        ? closing(turned.status(), head)
        : closing(turned.status(), head, body);
  }

  private static String closing(String status, String headers) {
    return closing(status, headers, "");
  }

  private static String closing(String status, String headers, String body) {
    return "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s"
        .formatted(status, body.getBytes(StandardCharsets.UTF_8).length, headers, body);
  }
}
