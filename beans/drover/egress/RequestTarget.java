package drover.egress;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place of a request that says where it goes.
 *
 * @param wish host and port as they are written
 * @param target the same read; empty when it cannot be read, or only in more than one way
 * @param rest path and query; empty for a tunnel
 */
record RequestTarget(String wish, Optional<Target> target, String rest) {
  private static final Pattern ABSOLUTE =
      Pattern.compile("http://([^/?#\\\\]*)(|[/?#]\\S*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern HOST_OF_ANYTHING =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)?([^/?#\\\\]*).*", Pattern.DOTALL);
  private static final int NO_PORT = 0;

  static RequestTarget of(Request request) {
    String uri = request.line().getUri();
    if (request.asksForTunnel()) {
      return new RequestTarget(uri, Target.read(uri, NO_PORT), "");
    }
    Matcher absolute = ABSOLUTE.matcher(uri);
    if (!absolute.matches()) {
      Matcher host = HOST_OF_ANYTHING.matcher(uri);
      return new RequestTarget(host.matches() ? host.group(2) : "", Optional.empty(), "");
    }
    String rest = absolute.group(2);
    return new RequestTarget(
        absolute.group(1),
        Target.read(absolute.group(1), Gate.HTTP),
        rest.startsWith("/") ? rest : "/" + rest);
  }
}
