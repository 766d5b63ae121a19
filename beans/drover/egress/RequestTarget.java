package drover.egress;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place of a request that says where it goes.
 *
 * @param wish host and port as they are written
 * @param rest path and query; empty for a tunnel
 */
record RequestTarget(String wish, Optional<Target> target, String rest) {
  private static final Pattern ABSOLUTE =
      Pattern.compile("http://([^/?#\\\\]*)(|[/?#]\\S*)", Pattern.CASE_INSENSITIVE);
  private static final int NO_PORT = 0;

  static RequestTarget of(HttpRequest request) {
    if (request.method().equals(HttpMethod.CONNECT)) {
      return new RequestTarget(request.uri(), Target.read(request.uri(), NO_PORT), "");
    }
    Matcher absolute = ABSOLUTE.matcher(request.uri());
    if (!absolute.matches()) {
      return new RequestTarget(withoutPath(request.uri()), Optional.empty(), "");
    }
    String rest = absolute.group(2);
    return new RequestTarget(
        absolute.group(1),
        Target.read(absolute.group(1), Gate.HTTP),
        rest.startsWith("/") ? rest : "/" + rest);
  }

  /**
   * Leaves one reading of the request: whatever else names a host says the same, and nothing in it
   * asks this proxy, or the next one, to do more.
   */
  void rewrite(HttpRequest request, Target checked) {
    HttpHeaders headers = request.headers();
    for (String name : List.copyOf(headers.names())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("proxy-") || lower.equals("upgrade") || lower.equals("http2-settings")) {
        headers.remove(name);
      }
    }
    if (request.method().equals(HttpMethod.CONNECT)) {
      request.setUri(checked.toString());
      return;
    }
    request.setUri("http://" + checked + rest);
    headers.set(
        HttpHeaderNames.HOST,
        checked.port() == Gate.HTTP ? checked.host().text() : checked.toString());
  }

  private static String withoutPath(String uri) {
    Matcher anyScheme =
        Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)?([^/?#\\\\]*).*").matcher(uri);
    return anyScheme.matches() ? anyScheme.group(2) : "";
  }
}
