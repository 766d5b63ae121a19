package drover.egress;

import drover.config.ConfigurationException;
import drover.config.EgressSettings;
import drover.config.JobSettings;
import drover.config.OpencodeSettings;
import drover.config.Settings;
import drover.runtime.AgentRuntime;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far the runs of a job reach.
 *
 * @param domains where they may go besides the model; empty: to every public host
 * @param trusted what the operator opened himself, whatever port and address it has
 * @param model where the agent's model is; empty: nobody knows, its host has to be listed
 */
record Reach(String job, List<Domain> domains, Set<Target> trusted, Optional<Target> model) {
  private static final String ANTHROPIC = "anthropic";

  /** Where the providers are that opencode knows by name, those that are used most. */
  private static final Map<String, String> PROVIDERS =
      Map.of(
          ANTHROPIC,
          "api.anthropic.com",
          "openai",
          "api.openai.com",
          "google",
          "generativelanguage.googleapis.com",
          "openrouter",
          "openrouter.ai",
          "mistral",
          "api.mistral.ai",
          "opencode",
          "opencode.ai");

  Reach {
    domains = List.copyOf(domains);
    trusted = Set.copyOf(trusted);
  }

  /**
   * @throws ConfigurationException naming the key whose value is no host
   */
  static Reach of(Settings settings, String job, AgentRuntime runtime) {
    Optional<Target> gateway = gatewayOf(settings, runtime);
    String key = "drover.jobs." + job + ".egress.domains";
    return new Reach(
        job,
        settings.job(job).map(JobSettings::domains).orElse(List.of()).stream()
            .map(written -> Domain.read(key, written))
            .toList(),
        Stream.concat(privateHosts(settings.egress()), gateway.stream())
            .collect(Collectors.toSet()),
        gateway.or(() -> hostOf(providerOf(settings, job, runtime))));
  }

  /** The host and port of an agent's model gateway, where one is configured. */
  static Optional<Target> gatewayOf(Settings settings, AgentRuntime runtime) {
    String key = "drover." + runtime.word() + ".api-url";
    return settings.apiUrlOf(runtime).map(url -> gateway(key, url));
  }

  private static String providerOf(Settings settings, String job, AgentRuntime runtime) {
    return switch (runtime) {
      case CLAUDE -> ANTHROPIC;
      case OPENCODE -> {
        String asked = settings.job(job).map(JobSettings::model).orElse("");
        yield OpencodeSettings.providerOf(settings.opencode().modelFor(asked));
      }
    };
  }

  private static Optional<Target> hostOf(String provider) {
    return Optional.ofNullable(PROVIDERS.get(provider))
        .map(host -> new Target(new Host.Name(host), Gate.HTTPS));
  }

  boolean trusts(Target target) {
    return trusted.contains(target);
  }

  /** Why the job may not go there; empty when it may. */
  Optional<String> objection(Target target) {
    boolean listed =
        domains.isEmpty()
            || model.filter(target::equals).isPresent()
            || domains.stream().anyMatch(domain -> domain.contains(target.host()));
    return listed
        ? Optional.empty()
        : Optional.of("it is not in drover.jobs.%s.egress.domains".formatted(job));
  }

  private static Target gateway(String key, String apiUrl) {
    URI url = URI.create(apiUrl);
    int port = url.getScheme().equalsIgnoreCase("https") ? Gate.HTTPS : Gate.HTTP;
    return Target.readConfigured(key, Optional.ofNullable(url.getRawAuthority()).orElse(""), port);
  }

  private static Stream<Target> privateHosts(EgressSettings settings) {
    return settings.privateHosts().stream()
        .map(written -> Target.readConfigured("drover.egress.private-hosts", written, Gate.HTTPS));
  }

  /** {@code example.com} is that host, {@code *.example.com} every host below it. */
  record Domain(Host host, boolean below) {
    private static final String BELOW = "*.";

    static Domain read(String key, String written) {
      boolean below = written.startsWith(BELOW);
      String name = below ? written.substring(BELOW.length()) : written;
      return Host.readConfigured(name)
          .map(host -> new Domain(host, below))
          .orElseThrow(
              () -> new ConfigurationException(key + " has an entry that is no host: " + written));
    }

    boolean contains(Host other) {
      return below ? other.text().endsWith("." + host.text()) : other.equals(host);
    }
  }
}
