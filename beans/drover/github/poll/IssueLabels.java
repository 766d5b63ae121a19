package drover.github.poll;

import drover.config.GithubSettings;
import drover.config.PollSettings;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.json.Json;
import drover.ledger.EffectState;
import drover.ledger.EventType;
import drover.ledger.IssueClaim;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.run.Causes;
import drover.run.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.kohsuke.github.GHRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels of issues, brought into line with what the ledger says of their runs. A run that has ended
 * is nobody's, so these effects stand behind no fence: whoever does them twice changes nothing.
 */
public final class IssueLabels {
  private static final Logger LOG = LoggerFactory.getLogger(IssueLabels.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(24);

  private final GithubSettings github;
  private final PollSettings settings;
  private final GithubHost host;
  private final GithubAccess access;
  private final IssueReading reading;
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;

  public IssueLabels(
      GithubSettings github,
      GithubHost host,
      GithubAccess access,
      IssueReading reading,
      Ledger ledger,
      Journal journal,
      Clock clock) {
    this.github = github;
    this.settings = github.poll();
    this.host = host;
    this.access = access;
    this.reading = reading;
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
  }

  /** Claims whose labels say something else than their runs; none off the allowlist. */
  public List<IssueClaim> outOfLine() {
    return ledger.read().issueClaims().outOfLine(clock.now()).stream()
        .filter(claim -> github.allows(claim.repository()))
        .toList();
  }

  /** What has to be done about one of them. */
  public List<LabelEffect> effects(@Body IssueClaim claim) {
    return LabelEffect.of(claim, settings.readyLabel(), settings.inProgressLabel());
  }

  /** Before GitHub is asked. */
  public void intend(@Body LabelEffect effect) {
    ledger.write(
        tables -> {
          tables
              .effects()
              .intend(
                  effect.key(),
                  effect.claim().run(),
                  LabelEffect.KIND,
                  Json.write(effect.wanted()),
                  clock.now());
          return effect;
        });
  }

  /**
   * Whether nothing has to be sent: it is so already, or the label means another application.
   *
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public boolean isSo(@Body LabelEffect effect) {
    IssueClaim claim = effect.claim();
    GithubRepository repository = repository(claim);
    boolean isThere = reading.one(repository, claim.number()).carries(effect.label());
    if (isThere == effect.there()) {
      return true;
    }
    boolean isReady = effect.label().equalsIgnoreCase(settings.readyLabel());
    return isReady && wasPutOnAgain(repository, claim);
  }

  /** Somebody asks for another run: that is none of the one that has ended. */
  private boolean wasPutOnAgain(GithubRepository repository, IssueClaim claim) {
    return reading
        .labelling(repository, claim.number())
        .filter(latest -> latest.event() != claim.event())
        .isPresent();
  }

  /** From now on it may be so, whatever happens here. */
  public void sent(@Body LabelEffect effect) {
    ledger.write(
        tables -> {
          tables.effects().sent(effect.key(), clock.now());
          return effect;
        });
  }

  /**
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public void send(@Body LabelEffect effect) {
    int number = effect.claim().number();
    access.ask(
        repository(effect.claim()),
        Purpose.CONVERSATION,
        here -> effect.there() ? putOn(here, number, effect) : takeOff(here, number, effect));
  }

  private static LabelEffect putOn(GHRepository here, int number, LabelEffect effect)
      throws java.io.IOException {
    here.getIssue(number).addLabels(effect.label());
    return effect;
  }

  private static LabelEffect takeOff(GHRepository here, int number, LabelEffect effect)
      throws java.io.IOException {
    try {
      here.getIssue(number).removeLabel(effect.label());
    } catch (ApiRefusal refusal) {
      if (refusal.status() != 404) { // somebody was faster
        throw refusal;
      }
    }
    return effect;
  }

  public void confirm(@Body LabelEffect effect) {
    settle(effect, EffectState.CONFIRMED, new Receipt(page(effect.claim()), effect.inWords()));
  }

  /** It stays as it is; people are told, and the run is none the worse. */
  public void refuse(LabelEffect effect, Exception failure) {
    String sentence = IssueGates.sentence(failure);
    LOG.warn("The label {} of {} stays: {}", effect.label(), effect.claim().issue(), sentence);
    settle(effect, EffectState.REFUSED, new Receipt("", sentence));
  }

  private void settle(LabelEffect effect, EffectState state, Receipt receipt) {
    String run = effect.claim().run();
    String json = journal.withoutSecrets(Json.write(receipt));
    ledger.write(
        tables -> {
          tables.effects().settle(effect.key(), state, json, clock.now());
          journal.append(
              tables,
              run,
              EventType.EFFECT,
              "%s %s: %s".formatted(LabelEffect.KIND, state.word(), receipt.said()),
              Map.of("key", effect.key(), "state", state));
          return effect;
        });
  }

  /** All that was to be done about it is. */
  public void settled(@Body IssueClaim claim) {
    ledger.write(
        tables -> {
          tables.issueClaims().settle(claim.run(), LabelEffect.after(claim));
          return claim;
        });
  }

  /** GitHub is away: it is tried again, however long that takes. */
  public void postpone(IssueClaim claim, Exception failure) {
    Optional<Duration> asked =
        Causes.innermost(failure) instanceof Unavailable away
            ? away.retryAfter().map(wait -> shorter(wait, LONGEST_ASKED_FOR))
            : Optional.empty();
    Duration own = FIRST_WAIT.multipliedBy(1L << Math.min(claim.attempts(), 10));
    Duration wait = asked.orElse(shorter(own, LONGEST_WAIT));
    Instant next = clock.now().plus(wait);
    LOG.warn(
        "The labels of {} cannot be brought into line, again in {} s: {}",
        claim.issue(),
        wait.toSeconds(),
        IssueGates.sentence(failure));
    ledger.write(
        tables -> {
          tables.issueClaims().postpone(claim.run(), next);
          return claim;
        });
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private GithubRepository repository(IssueClaim claim) {
    return host.repository(host.web() + "/" + claim.repository())
        .orElseThrow(() -> new Refused(claim.repository() + " is no name of a repository"));
  }

  private String page(IssueClaim claim) {
    return "%s/%s/issues/%d".formatted(host.web(), claim.repository(), claim.number());
  }
}
