package drover.github.poll;

import drover.config.JobSettings;
import drover.config.Settings;
import drover.dispatch.GateState;
import drover.dispatch.KillSwitch;
import drover.ledger.EnrolmentsTable.Enrolment;
import drover.ledger.IssueClaim;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.machine.Clock;
import drover.task.Mode;
import drover.workspace.RepositoryName;
import java.util.Optional;
import org.apache.camel.Body;

/**
 * The gates that a repository passes before GitHub is asked about its issues; the route says in
 * which order. None of them leaves this machine.
 */
public final class RepositoryGates {
  private final Settings settings;
  private final Ledger ledger;
  private final KillSwitch killSwitch;
  private final Clock clock;
  private final Mode mode;

  /**
   * @param mode of the server's runs
   */
  public RepositoryGates(
      Settings settings, Ledger ledger, KillSwitch killSwitch, Clock clock, Mode mode) {
    this.clock = clock;
    this.mode = mode;
    this.settings = settings;
    this.ledger = ledger;
    this.killSwitch = killSwitch;
  }

  public IssueCase poll(@Body IssueCase asked) {
    if (mode == Mode.REHEARSAL) {
      return asked.with(
          GateState.shut("poll", "a server that rehearses leaves the issues on GitHub alone"));
    }
    return asked.with(
        settings.github().poll().killSwitch()
            ? GateState.shut(
                "poll",
                "the poll is off: set drover.github.poll.kill-switch, or AFK_KILL_SWITCH, to false for the server")
            : GateState.open("poll", "the poll is on"));
  }

  /** What would only be queued leaves its issue alone until then. */
  public IssueCase paused(@Body IssueCase asked) {
    KillSwitch.Standing standing = killSwitch.standing();
    return asked.with(
        standing.paused()
            ? GateState.shut("kill-switch", standing.sentence())
            : GateState.open("kill-switch", "dispatch is not paused"));
  }

  public IssueCase job(@Body IssueCase asked) {
    Optional<JobSettings> job = settings.job(IssueClaims.JOB);
    return asked.with(
        job.isPresent()
            ? GateState.open("job", "the job " + IssueClaims.JOB + " is there")
            : GateState.shut(
                "job", "the job %s is not available in this version".formatted(IssueClaims.JOB)));
  }

  public IssueCase allowlist(@Body IssueCase asked) {
    String name = asked.repository().fullName();
    return asked.with(
        settings.github().allows(name)
            ? GateState.open("allowlist", name + " is on drover.github.allowlist")
            : GateState.shut(
                "allowlist",
                name
                    + " is not on drover.github.allowlist: nothing is asked of it, nothing begins"));
  }

  public IssueCase enrolled(@Body IssueCase asked) {
    String name = asked.repository().fullName();
    Optional<Enrolment> enrolment = ledger.read().enrolments().find(name);
    return asked.with(
        enrolment
            .map(
                one ->
                    GateState.open(
                        "enrolled",
                        "%s was enrolled by %s, %s".formatted(name, one.who(), one.at())))
            .orElseGet(
                () ->
                    GateState.shut(
                        "enrolled",
                        "%s is not enrolled: ./drover enrol %s".formatted(name, name))));
  }

  /** Whether GitHub may be asked about it, by whoever wants to know why. */
  public boolean mayBeAsked(@Body IssueCase asked) {
    return settings.github().allows(asked.repository().fullName());
  }

  /** At most one run of the job in a repository, whoever asked for it. */
  public IssueCase free(@Body IssueCase asked) {
    String name = asked.repository().fullName();
    return asked.with(
        ledger.read().issueClaims().standingIn(name).stream()
            .filter(claim -> !claim.isVoid(clock.now()))
            .findFirst()
            .map(claim -> GateState.shut("repository-free", told(claim)))
            .or(() -> begun(name).map(run -> GateState.shut("repository-free", told(run, name))))
            .orElse(GateState.open("repository-free", "no run is at work on an issue there")));
  }

  private Optional<OpenRun> begun(String name) {
    return ledger.read().openRuns().ofJob(IssueClaims.JOB).stream()
        .filter(
            run ->
                run.repository()
                    .flatMap(RepositoryName::ownerAndName)
                    .filter(name::equalsIgnoreCase)
                    .isPresent())
        .findFirst();
  }

  private static String told(OpenRun run, String name) {
    return "run %s of the job %s has not ended in %s".formatted(run.id(), run.job(), name);
  }

  private static String told(IssueClaim claim) {
    if (claim.isEnded()) {
      return "run %s on %s has ended, and the labels of the issue are still to be taken off"
          .formatted(claim.run(), claim.issue());
    }
    return claim.state().isPresent()
        ? "run %s works on %s: one issue of a repository at a time"
            .formatted(claim.run(), claim.issue())
        : "%s is being claimed just now".formatted(claim.issue());
  }
}
