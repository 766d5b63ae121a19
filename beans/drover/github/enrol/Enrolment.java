package drover.github.enrol;

import drover.config.JobSettings;
import drover.config.Settings;
import drover.effect.Refused;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.ledger.EnrolmentsTable;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.task.InvalidTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kohsuke.github.GHIssue;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHLabel;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHTreeEntry;

/** Looks at a repository, and writes into the ledger whether it is fit. */
public final class Enrolment {
  private static final String JOB = "implement-issue";
  private static final String COLOUR = "ededed";

  private final Settings settings;
  private final GithubHost host;
  private final GithubAccess access;
  private final Ledger ledger;
  private final Clock clock;

  public Enrolment(
      Settings settings, GithubHost host, GithubAccess access, Ledger ledger, Clock clock) {
    this.settings = settings;
    this.host = host;
    this.access = access;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** What becomes of labels that are not there. */
  public enum Labels {
    LEAVE,
    CREATE
  }

  /**
   * Looks, and remembers: a repository that is fit is enrolled, one that is not is so no longer.
   *
   * @param name {@code owner/repo}
   * @param who looks
   * @throws InvalidTask when the name is none
   * @throws drover.effect.Unavailable when GitHub does not answer; then nothing is remembered
   */
  public EnrolmentReport enrol(String name, String who, Labels labels) {
    GithubRepository repository =
        Optional.of(name)
            .filter(text -> text.matches("[^/]+/[^/]+"))
            .flatMap(text -> host.repository(host.web() + "/" + text))
            .orElseThrow(
                () ->
                    new InvalidTask(
                        "a repository is named like acme/site, without the address of its host"));
    EnrolmentReport report = EnrolmentReport.of(repository.fullName(), look(repository, labels));
    ledger.write(
        tables -> {
          EnrolmentsTable table = tables.enrolments();
          if (report.enrolled()) {
            table.put(new EnrolmentsTable.Enrolment(repository.fullName(), who, clock.now()));
          } else {
            table.remove(repository.fullName());
          }
          return report;
        });
    return report;
  }

  private List<Finding> look(GithubRepository repository, Labels labels) {
    String name = repository.fullName();
    if (!settings.github().allows(name)) { // and then nothing is asked of it
      return List.of(
          Finding.missing(
              "allowlist",
              name + " is not on drover.github.allowlist, and was not looked at",
              "add it there, or to AFK_ALLOWLIST, for the server as well"));
    }
    List<Finding> all = new ArrayList<>();
    all.add(Finding.ok("allowlist", name + " is on drover.github.allowlist"));
    Finding permissions = permissions(repository);
    all.add(permissions);
    if (permissions.state() == Finding.State.OK) {
      all.add(labels(repository, labels));
      all.add(branch(repository));
      if (settings.job(JOB).filter(JobSettings::isWatched).isPresent()) {
        all.add(watching(repository));
      }
      all.addAll(files(repository).findings(settings.job(JOB)));
      all.add(dependencies(repository));
    }
    return all;
  }

  /** Everything that a run does there, without doing any of it. */
  private Finding permissions(GithubRepository repository) {
    try {
      for (Purpose purpose : List.of(Purpose.ISSUES, Purpose.PUSH, Purpose.PULL_REQUEST)) {
        access.token(repository, purpose);
      }
      access.token(repository, Purpose.CONVERSATION);
      String who = access.identity().orElse("nobody");
      boolean mayPush =
          access.ask(repository, Purpose.PUSH, GHRepository::hasPushAccess)
              || access.account(repository, Purpose.PUSH).isEmpty(); // an App: its token says so
      return mayPush
          ? Finding.ok("access", who + " may read, push, open pull requests and label issues")
          : Finding.missing(
              "access", who + " may not push there", "give it write access to the repository");
    } catch (Refused e) {
      return Finding.missing("access", e.sentence(), "docs/github.md says what is needed");
    }
  }

  private Finding labels(GithubRepository repository, Labels wish) {
    List<String> wanted =
        List.of(settings.github().poll().readyLabel(), settings.github().poll().inProgressLabel());
    try {
      List<String> missing =
          access.ask(
              repository,
              wish == Labels.CREATE ? Purpose.CONVERSATION : Purpose.ISSUES,
              here -> missing(here, wanted, wish));
      return missing.isEmpty()
          ? Finding.ok("labels", String.join(", ", wanted))
          : Finding.missing(
              "labels",
              "there is no " + String.join(" and no ", missing),
              "./drover enrol %s --create-labels".formatted(repository.fullName()));
    } catch (Refused e) {
      return Finding.missing("labels", e.sentence(), "make the labels by hand");
    }
  }

  private static List<String> missing(GHRepository here, List<String> wanted, Labels wish)
      throws IOException {
    List<String> there = here.listLabels().toList().stream().map(GHLabel::getName).toList();
    List<String> missing = new ArrayList<>();
    for (String label : wanted) {
      if (there.stream().noneMatch(label::equalsIgnoreCase)) {
        if (wish == Labels.CREATE) {
          here.createLabel(label, COLOUR);
        } else {
          missing.add(label);
        }
      }
    }
    return missing;
  }

  private Finding branch(GithubRepository repository) {
    try {
      return access.ask(
          repository,
          Purpose.CLONE,
          here -> {
            String branch = here.getDefaultBranch();
            return here.getBranch(branch).isProtected()
                ? Finding.ok("branch", branch + " is protected: results arrive as pull requests")
                : Finding.absent(
                    "branch",
                    branch + " is not protected",
                    "protect it on GitHub where results are to arrive as pull requests only");
          });
    } catch (Refused e) {
      return Finding.missing("branch", e.sentence(), "push a first commit");
    }
  }

  /** What is delivered there is watched, so CI has to be heard of before, not after. */
  private Finding watching(GithubRepository repository) {
    String readable = "what CI says of a commit can be read";
    try {
      boolean isHeard =
          access.ask(
              repository,
              Purpose.CI,
              here -> here.getCheckRuns(here.getDefaultBranch()).iterator().hasNext());
      return Finding.ok("watch", isHeard ? readable : readable + "; no check ran for the last one");
    } catch (ApiRefusal e) { // without a commit
      return Finding.ok("watch", readable);
    } catch (Refused e) {
      return Finding.missing(
          "watch", e.sentence(), "or set drover.jobs.implement-issue.watch to false");
    }
  }

  private RepositoryFiles files(GithubRepository repository) {
    try {
      return access.ask(
          repository,
          Purpose.CLONE,
          here ->
              new RepositoryFiles(
                  here.getTreeRecursive(here.getDefaultBranch(), 1).getTree().stream()
                      .map(GHTreeEntry::getPath)
                      .collect(Collectors.toSet())));
    } catch (Refused | ApiRefusal e) { // without a commit: 409
      return new RepositoryFiles(Set.of());
    }
  }

  private Finding dependencies(GithubRepository repository) {
    Optional<Integer> any =
        access.ask(
            repository,
            Purpose.ISSUES,
            here -> {
              for (GHIssue issue : here.queryIssues().state(GHIssueState.ALL).pageSize(1).list()) {
                return Optional.of(issue.getNumber());
              }
              return Optional.empty();
            });
    if (any.isEmpty()) {
      return Finding.ok("dependencies", "not tried: the repository has no issue yet");
    }
    return access
        .list(repository, Purpose.ISSUES, "/issues/%d/dependencies/blocked_by".formatted(any.get()))
        .map(known -> Finding.ok("dependencies", "GitHub says what blocks an issue"))
        .orElseGet(
            () ->
                Finding.absent(
                    "dependencies",
                    "this GitHub does not say what blocks an issue",
                    "write lines such as Blocked by #12 into its text"));
  }
}
