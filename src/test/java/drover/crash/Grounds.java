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
 * @param github where the runs deliver to; empty: to the operator's repository
 * @param kubeconfig names the cluster where the runs are carried out; empty: there is none
 */
record Grounds(
    Path directory, Path installation, Optional<GithubPlace> github, Optional<Path> kubeconfig) {
  static final String MODEL_TOKEN = "sk-ant-oat01-no-token-of-the-crash-harness";

  Path data() {
    return directory.resolve("data");
  }

  Path repository() {
    return directory.resolve("repository");
  }

  /** As a request names it. */
  String repositoryName() {
    return github.map(GithubPlace::repository).orElseGet(() -> repository().toString());
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
    kubeconfig.ifPresent(file -> variables.put("KUBECONFIG", file.toString()));
    github.ifPresent(
        place -> {
          variables.put("GITHUB_TOKEN", place.token());
          variables.put("DROVER_GITHUB_API_URL", place.apiUrl());
          variables.put("CLAUDE_CODE_OAUTH_TOKEN", MODEL_TOKEN);
          variables.put("DROVER_CLAUDE_COMMAND", ObedientAgent.inRealRuns(installation).toString());
          variables.put("DROVER_OUTAGES_FIRST_SECONDS", "1");
          variables.put("DROVER_OUTAGES_LONGEST_SECONDS", "1");
        });
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
