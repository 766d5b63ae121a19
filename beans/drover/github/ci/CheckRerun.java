package drover.github.ci;

import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * Failed checks of a commit, asked for once more: jobs of GitHub Actions by their workflow run,
 * others one by one. Its natural key is the commit: it is done once.
 */
public final class CheckRerun {
  static final String KIND = "check-rerun";

  /** Failed checks that can be repeated. */
  public record Failed(GithubRepository repository, String commit, List<CheckSeen> checks) {}

  /**
   * @param repository URL
   */
  record Wanted(String repository, String commit, List<CheckSeen> checks) {}

  private final GithubHost host;
  private final GithubAccess access;
  private final CiReading reading;

  public CheckRerun(GithubHost host, GithubAccess access) {
    this.host = host;
    this.access = access;
    this.reading = new CiReading(access);
  }

  /** Its natural key. */
  public static String keyOf(GithubRepository repository, String commit) {
    return "%s:%s:%s".formatted(KIND, repository.key(), commit);
  }

  /** Names of the checks that were asked for. */
  public static List<String> names(Intent intent) {
    return intent.requestAs(Wanted.class).checks().stream().map(CheckSeen::name).toList();
  }

  public Intent intent(@Variable("failed") Failed failed) {
    return Intent.of(
        KIND,
        keyOf(failed.repository(), failed.commit()),
        new Wanted(failed.repository().url(), failed.commit(), failed.checks()));
  }

  /**
   * It is done where none of them is red any more as it was.
   *
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    List<Long> asked = wanted.checks().stream().map(CheckSeen::run).toList();
    boolean isAsItWas =
        reading.of(repository(wanted), wanted.commit()).stream()
            .anyMatch(now -> now.isRed() && asked.contains(now.run()));
    return isAsItWas ? Optional.empty() : Optional.of(receipt(wanted, "run again already"));
  }

  /**
   * @throws Refused when GitHub does not do it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    GithubRepository repository = repository(wanted);
    try {
      wanted.checks().stream()
          .map(CheckRerun::path)
          .distinct()
          .forEach(path -> access.post(repository, Purpose.CI_AGAIN, path));
    } catch (ApiRefusal e) {
      throw new Refused(
          "GitHub does not run the failed checks again (%d %s)".formatted(e.status(), e.said()));
    }
    return receipt(wanted, "asked to run again");
  }

  private static String path(CheckSeen check) {
    return check.workflow() > 0
        ? "/actions/runs/%d/rerun-failed-jobs".formatted(check.workflow())
        : "/check-runs/%d/rerequest".formatted(check.run());
  }

  private static Receipt receipt(Wanted wanted, String how) {
    List<String> names = wanted.checks().stream().map(CheckSeen::name).toList();
    return new Receipt(
        "", "%s at %.7s: %s".formatted(how, wanted.commit(), String.join(", ", names)));
  }

  private GithubRepository repository(Wanted wanted) {
    return host.repository(wanted.repository())
        .orElseThrow(
            () -> new Refused(wanted.repository() + " is not on the configured GitHub any more"));
  }
}
