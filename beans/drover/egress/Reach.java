package drover.egress;

import drover.config.ConfigurationException;
import drover.config.EgressSettings;
import drover.config.JobSettings;
import drover.config.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far the runs of a job reach.
 *
 * @param domains where they may go besides the model; empty: to every public host
 * @param trusted what the operator opened himself, whatever port and address it has
 * @param model where the agent's model is
 */
record Reach(String job, List<Domain> domains, Set<Target> trusted, Target model) {
  private static final Target ANTHROPIC =
      new Target(new Host.Name("api.anthropic.com"), Gate.HTTPS);

  Reach {
    domains = List.copyOf(domains);
    trusted = Set.copyOf(trusted);
  }

  /**
   * @throws ConfigurationException naming the key whose value is no host
   */
  static Reach of(Settings settings, String job) {
    Optional<Target> gateway = settings.claude().apiUrl().map(Reach::gateway);
    String key = "drover.jobs." + job + ".egress.domains";
    return new Reach(
        job,
        settings.job(job).map(JobSettings::domains).orElse(List.of()).stream()
            .map(written -> Domain.read(key, written))
            .toList(),
        Stream.concat(privateHosts(settings.egress()), gateway.stream())
            .collect(Collectors.toSet()),
        gateway.orElse(ANTHROPIC));
  }

  boolean trusts(Target target) {
    return trusted.contains(target);
  }

  /** Why the job may not go there; empty when it may. */
  Optional<String> objection(Target target) {
    boolean listed =
        domains.isEmpty()
            || target.equals(model)
            || domains.stream().anyMatch(domain -> domain.contains(target.host()));
    return listed
        ? Optional.empty()
        : Optional.of("it is not in drover.jobs.%s.egress.domains".formatted(job));
  }

  /** The host and port of a model gateway. */
  static Target gateway(String apiUrl) {
    URI url = URI.create(apiUrl);
    int port = url.getScheme().equalsIgnoreCase("https") ? Gate.HTTPS : Gate.HTTP;
    return Target.readConfigured(
        "drover.claude.api-url", Optional.ofNullable(url.getRawAuthority()).orElse(""), port);
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
