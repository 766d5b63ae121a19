package drover.egress;

import drover.config.Settings;
import drover.runtime.AgentRuntime;
import drover.sandbox.Bridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a sandbox with a door needs on its inside: programs that listen on its loopback, and the
 * variables by which everything else finds them.
 */
public final class GuestNetwork {
  /** Where the socket of the door is mounted in the sandbox. */
  public static final String SOCKET = "/run/drover/egress.sock";

  private static final int PORT = 3128;
  private static final String PROXY = "http://127.0.0.1:" + PORT;

  /** What is in the sandbox itself, such as a server an agent started to look at its work. */
  private static final List<String> INSIDE = List.of("localhost", "127.0.0.1", "::1");

  private final Optional<Target> gateway;

  public GuestNetwork(Settings settings, AgentRuntime runtime) {
    this.gateway = Reach.gatewayOf(settings, runtime).filter(GuestNetwork::isInside);
  }

  /** To be set for everything that runs in the sandbox. */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    String inside = String.join(",", INSIDE);
    for (String name : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
      variables.put(name, PROXY);
    }
    variables.put("no_proxy", inside);
    variables.put("NO_PROXY", inside);
    variables.put("NODE_USE_ENV_PROXY", "1"); // node's own fetch looks at the others only then
    return variables;
  }

  /**
   * What must listen in the sandbox before anything else runs there. The second carries a model
   * gateway on the factory's loopback to the same port inside, because no program asks the proxy
   * for what it takes for itself.
   */
  public List<Bridge> bridges() {
    List<Bridge> bridges = new ArrayList<>();
    bridges.add(
        new Bridge(PORT, "TCP-LISTEN:" + PORT + ",bind=127.0.0.1", "UNIX-CONNECT:" + SOCKET));
    gateway.ifPresent(
        target ->
            bridges.add(
                new Bridge(
                    target.port(),
                    listening(target),
                    "PROXY:127.0.0.1:%s:%d,proxyport=%d"
                        .formatted(target.host().text(), target.port(), PORT))));
    return bridges;
  }

  private static String listening(Target target) {
    return target.host().text().startsWith("[")
        ? "TCP6-LISTEN:" + target.port() + ",bind=[::1]"
        : "TCP-LISTEN:" + target.port() + ",bind=127.0.0.1";
  }

  private static boolean isInside(Target target) {
    return INSIDE.contains(target.host().text().replaceAll("[\\[\\]]", ""));
  }
}
