package drover.crash;

import drover.config.Configuration;
import drover.factory.Site;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a story takes place: a data directory, the operator's repository and an installation.
 *
 * @param directory of the story
 * @param installation whose rehearsal agent does what the topic says
 */
record Grounds(Path directory, Path installation) {

  Path data() {
    return directory.resolve("data");
  }

  Path repository() {
    return directory.resolve("repository");
  }

  Path runDirectory(String run) {
    return data().resolve("runs").resolve(run);
  }

  Site site() {
    return new Site(environment(), data(), installation, Optional.empty());
  }

  Configuration configuration() {
    return Configuration.load(Optional.empty(), environment());
  }

  /** Nothing waits, no browser, and the rehearsal agent has a price, so that spend is no zero. */
  private Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("PATH", System.getenv("PATH"));
    variables.put("DROVER_REHEARSAL_PAUSE", "0");
    variables.put("DROVER_TURN_POLL_MS", "5");
    variables.put("DROVER_TURN_STOP_GRACE_MS", "200");
    variables.put("DROVER_WAITS_USAGE_LIMIT_SECONDS", "1");
    variables.put("DROVER_VERIFY_BROWSER", "no-browser-here");
    variables.put("DROVER_INSTANCE_HEARTBEAT_SECONDS", "60");
    variables.put("DROVER_INSTANCE_LEASE_SECONDS", "300");
    variables.put("DROVER_PRICES_REHEARSAL_INPUT", Prices.INPUT_USD_PER_MILLION);
    variables.put("DROVER_PRICES_REHEARSAL_OUTPUT", Prices.OUTPUT_USD_PER_MILLION);
    return variables;
  }

  /** What a token of the rehearsal agent costs while no result has said it. */
  static final class Prices {
    static final String INPUT_USD_PER_MILLION = "1000";
    static final String OUTPUT_USD_PER_MILLION = "3000";

    private Prices() {}

    static double estimate(long input, long output) {
      return input * Double.parseDouble(INPUT_USD_PER_MILLION) / 1e6
          + output * Double.parseDouble(OUTPUT_USD_PER_MILLION) / 1e6;
    }
  }
}
