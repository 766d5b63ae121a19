package drover.config;

import java.util.List;

/**
 * The way out of a sandbox.
 *
 * @param privateHosts {@code host:port} that may be reached although they are not public
 */
public record EgressSettings(List<String> privateHosts) {

  public EgressSettings {
    privateHosts = List.copyOf(privateHosts);
  }
}
