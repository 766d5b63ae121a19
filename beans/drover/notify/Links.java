package drover.notify;

import drover.config.NotifySettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Messages link to hosts of the configuration and to no other; text may come from anywhere. */
final class Links {
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]{1,20}:/{2,}[^\\s<>\"'`]*");

  private final Set<String> hosts;
  private final Optional<String> logUrl;

  Links(NotifySettings settings) {
    this.logUrl = settings.logUrl();
    this.hosts = new HashSet<>(settings.linkHosts());
    logUrl.ifPresent(url -> hosts.add(URI.create(url.replace("<run>", "run")).getHost()));
  }

  /** An address that may be linked to. */
  Optional<String> allowed(String address) {
    return parsed(address)
        .filter(uri -> "https".equalsIgnoreCase(uri.getScheme()) || "http".equals(uri.getScheme()))
        .filter(uri -> uri.getRawUserInfo() == null)
        .filter(uri -> uri.getHost() != null)
        .filter(uri -> hosts.contains(uri.getHost().toLowerCase(Locale.ROOT)))
        .map(URI::toASCIIString);
  }

  /** Where people read the logs of a run. */
  Optional<String> logs(String run) {
    return logUrl.map(url -> url.replace("<run>", run)).flatMap(this::allowed);
  }

  /** A text in which no service finds an address to link to. */
  String withoutLinks(String text) {
    return ADDRESS.matcher(text).replaceAll(this::named);
  }

  private String named(MatchResult found) {
    String address = found.group();
    String bare = address.replaceFirst("(?i)^[a-z0-9+.-]+:/+", "");
    String name =
        allowed(address)
            .map(known -> bare)
            .orElseGet(
                () ->
                    "(link to %s left out)"
                        .formatted(bare.replaceFirst("[/?#].*", "").replace(".", "[.]")));
    return java.util.regex.Matcher.quoteReplacement(name);
  }

  private static Optional<URI> parsed(String address) {
    try {
      return Optional.of(new URI(address));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
