package drover.egress;

import drover.config.ClaudeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a sandbox with a door needs on its inside: socat, which listens on its loopback, and the
 * variables by which everything else finds it.
 */
public final class GuestNetwork {
  /** Where the socket of the door is mounted in the sandbox. */
  public static final String SOCKET = "/run/drover/egress.sock";

  private static final int PORT = 3128;
  private static final String PROXY = "http://127.0.0.1:" + PORT;

  /** What is in the sandbox itself, such as a server an agent started to look at its work. */
  private static final List<String> INSIDE = List.of("localhost", "127.0.0.1", "::1");

  private final Optional<Target> gateway;

  public GuestNetwork(ClaudeSettings settings) {
    this.gateway = settings.apiUrl().map(Reach::gateway).filter(GuestNetwork::isInside);
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
   * The command that runs another one in the sandbox, after what it needs is there. Standard input,
   * output and exit status are those of the other one.
   *
   * <p>The second program carries a model gateway on the factory's loopback to the same port
   * inside, because no program asks the proxy for what it takes for itself.
   */
  public List<String> around(List<String> command) {
    StringBuilder script = new StringBuilder();
    for (Bridge bridge : bridges()) {
      script.append(bridge.started());
    }
    for (Bridge bridge : bridges()) {
      script.append(bridge.awaited());
    }
    List<String> around = new ArrayList<>(List.of("/bin/sh", "-c", script + "exec \"$@\"", "sh"));
    around.addAll(command);
    return around;
  }

  private List<Bridge> bridges() {
    List<Bridge> bridges = new ArrayList<>();
    bridges.add(new Bridge("127.0.0.1", PORT, "UNIX-CONNECT:" + SOCKET));
    gateway.ifPresent(
        target ->
            bridges.add(
                new Bridge(
                    target.host().text().startsWith("[") ? "[::1]" : "127.0.0.1",
                    target.port(),
                    "PROXY:127.0.0.1:%s:%d,proxyport=%d"
                        .formatted(target.host().text(), target.port(), PORT))));
    return bridges;
  }

  /** From a port of the sandbox to somewhere; nothing in it can mean something to a shell. */
  private record Bridge(String address, int port, String to) {

    /** A half-closed connection lives on as long as the door lets it. */
    String started() {
      String from = address.startsWith("[") ? "TCP6-LISTEN" : "TCP4-LISTEN";
      return "socat -t 120 '%s:%d,bind=%s,fork,reuseaddr,backlog=128' '%s' >/dev/null 2>&1 &\n"
          .formatted(from, port, address, to);
    }

    String awaited() {
      return """
      tries=0
      until socat -u OPEN:/dev/null 'TCP:%s:%d' 2>/dev/null; do
        tries=$((tries + 1))
        if [ $tries -gt 250 ]; then
          echo 'the way out of the sandbox does not open: is socat installed?' >&2
          exit 125
        fi
        sleep 0.02
      done
      """
          .formatted(address, port);
    }
  }

  private static boolean isInside(Target target) {
    return INSIDE.contains(target.host().text().replaceAll("[\\[\\]]", ""));
  }
}
