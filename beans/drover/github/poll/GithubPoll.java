package drover.github.poll;

import drover.config.GithubSettings;
import drover.effect.Unavailable;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.poll.IssueCase.Thoroughness;
import drover.machine.Clock;
import drover.run.Causes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which repositories are looked at now. One that could not be asked rests: as long as GitHub says,
 * else each time twice as long as the time before.
 */
public final class GithubPoll {
  private static final Logger LOG = LoggerFactory.getLogger(GithubPoll.class);
  private static final Duration LONGEST_REST = Duration.ofHours(1);

  /** What GitHub asks for beyond that is not believed. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(24);

  private static final String ALL = "";

  private final GithubSettings settings;
  private final GithubHost host;
  private final Clock clock;
  private final Map<String, Rest> rests = new HashMap<>();

  public GithubPoll(GithubSettings settings, GithubHost host, Clock clock) {
    this.settings = settings;
    this.host = host;
    this.clock = clock;
  }

  /** Until when a repository is left alone, and after how many looks in vain. */
  private record Rest(Instant until, int failures) {}

  /** Of the allowlist, those that do not rest; a limit is one of all of them. */
  public synchronized List<IssueCase> repositories() {
    Instant now = clock.now();
    if (isResting(ALL, now)) {
      return List.of();
    }
    return settings.allowlist().stream()
        .filter(name -> !isResting(name, now))
        .flatMap(name -> repository(name).stream())
        .map(there -> IssueCase.of(there, Thoroughness.FIRST_SHUT_GATE))
        .toList();
  }

  private boolean isResting(String name, Instant now) {
    return Optional.ofNullable(rests.get(name))
        .filter(rest -> rest.until().isAfter(now))
        .isPresent();
  }

  private Optional<GithubRepository> repository(String name) {
    return host.repository(host.web() + "/" + name);
  }

  /** GitHub answered. */
  public synchronized void well(@Variable("repository") IssueCase asked) {
    rests.remove(ALL);
    rests.remove(asked.repository().fullName());
  }

  /** It could not be asked, or does not let us: a later look tries again. */
  public synchronized void complain(IssueCase asked, Exception failure) {
    String name = asked.repository().fullName();
    Optional<Duration> said =
        Causes.innermost(failure) instanceof Unavailable away
            ? away.retryAfter()
            : Optional.empty();
    String whose = said.isPresent() ? ALL : name;
    int failures = Optional.ofNullable(rests.get(whose)).map(Rest::failures).orElse(0) + 1;
    Duration rest =
        said.map(wanted -> shorter(wanted, LONGEST_ASKED_FOR)).orElseGet(() -> doubled(failures));
    rests.put(whose, new Rest(clock.now().plus(rest), failures));
    LOG.warn(
        "{} cannot be looked at for issues, again in {} s: {}",
        name,
        rest.toSeconds(),
        IssueGates.sentence(failure));
  }

  private Duration doubled(int failures) {
    Duration rest = Duration.ofSeconds(settings.poll().everySeconds());
    for (int before = 1; before < failures && rest.compareTo(LONGEST_REST) < 0; before++) {
      rest = rest.multipliedBy(2);
    }
    return shorter(rest, LONGEST_REST);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** An issue that stays where it is. */
  public void passOver(@Body IssueCase asked) {
    asked
        .firstShut()
        .ifPresent(
            gate -> LOG.info("{} is not begun, {}: {}", asked.name(), gate.gate(), gate.why()));
  }
}
