package drover.egress;

import drover.config.ConfigurationException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host and a port, as {@code host:port}. */
record Target(Host host, int port) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[^\\[\\]]*]|[^\\[\\]:]*)(:(\\d{1,5})?)?");
  private static final int LAST_PORT = 65535;

  /**
   * @param authority {@code host}, {@code host:} or {@code host:port}
   * @return empty for anything else, also where a user is named before the host
   */
  static Optional<Target> read(String authority, int portWhenNoneIsGiven) {
    return parts(authority)
        .flatMap(
            parts ->
                Host.read(parts.group(1)).flatMap(host -> of(host, parts, portWhenNoneIsGiven)));
  }

  /**
   * The same for what an operator wrote.
   *
   * @throws ConfigurationException naming the key, when it is no host
   */
  static Target readConfigured(String key, String authority, int portWhenNoneIsGiven) {
    return parts(authority)
        .flatMap(
            parts ->
                Host.readConfigured(parts.group(1))
                    .flatMap(host -> of(host, parts, portWhenNoneIsGiven)))
        .orElseThrow(
            () -> new ConfigurationException(key + " names no host and port: " + authority));
  }

  private static Optional<Matcher> parts(String authority) {
    return Optional.of(AUTHORITY.matcher(authority)).filter(Matcher::matches);
  }

  private static Optional<Target> of(Host host, Matcher parts, int portWhenNoneIsGiven) {
    int port =
        Optional.ofNullable(parts.group(3)).map(Integer::parseInt).orElse(portWhenNoneIsGiven);
    return port > 0 && port <= LAST_PORT ? Optional.of(new Target(host, port)) : Optional.empty();
  }

  @Override
  public String toString() {
    return host.text() + ":" + port;
  }
}
