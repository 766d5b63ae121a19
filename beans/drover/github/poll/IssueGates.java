package drover.github.poll;

import drover.config.PollSettings;
import drover.dispatch.GateState;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.ledger.IssueClaim;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.run.Causes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Body;

/**
 * The gates that an issue passes before a run is begun for it; the route says in which order. Where
 * GitHub does not say yes, it is no.
 */
public final class IssueGates {
  private final PollSettings settings;
  private final Ledger ledger;
  private final IssueReading reading;
  private final Blockers blockers;

  public IssueGates(PollSettings settings, Ledger ledger, IssueReading reading, Blockers blockers) {
    this.settings = settings;
    this.ledger = ledger;
    this.reading = reading;
    this.blockers = blockers;
  }

  public IssueCase open(@Body IssueCase asked) {
    SeenIssue issue = asked.seen();
    if (issue.isPullRequest()) {
      return asked.with(GateState.shut("open", asked.name() + " is a pull request, and no issue"));
    }
    return asked.with(
        issue.isOpen()
            ? GateState.open("open", asked.name() + " is open")
            : GateState.shut("open", asked.name() + " is closed"));
  }

  public IssueCase labelled(@Body IssueCase asked) {
    String label = settings.readyLabel();
    return asked.with(
        asked.seen().carries(label)
            ? GateState.open("labelled", "it carries the label " + label)
            : GateState.shut(
                "labelled",
                "it does not carry the label %s: put it on once it is ready".formatted(label)));
  }

  /**
   * A label that no run of this ledger explains: another factory works there, or a person says so.
   */
  public IssueCase inProgress(@Body IssueCase asked) {
    String label = settings.inProgressLabel();
    List<SeenIssue> marked = reading.labelled(asked.repository(), label);
    return asked.with(
        marked.isEmpty()
            ? GateState.open("in-progress", "no open issue of the repository carries " + label)
            : GateState.shut(
                "in-progress",
                "%s carries %s: where nobody works on it any more, take the label off"
                    .formatted(
                        marked.stream()
                            .map(issue -> "#" + issue.number())
                            .collect(Collectors.joining(", ")),
                        label)));
  }

  /** Who put the label on last counts: any earlier application is over. */
  public IssueCase trusted(@Body IssueCase asked) {
    Optional<Labelling> found = reading.labelling(asked.repository(), asked.seen().number());
    if (found.isEmpty()) {
      return asked.with(
          GateState.shut(
              "trusted",
              "GitHub does not say who put %s on: take it off and put it on again"
                  .formatted(settings.readyLabel())));
    }
    Labelling labelling = found.get();
    IssueCase known = asked.labelledBy(labelling);
    String who = labelling.actor().isEmpty() ? "an account that is gone" : labelling.actor();
    return known.with(
        reading.mayWrite(asked.repository(), labelling)
            ? GateState.open(
                "trusted", "%s put %s on, and may write".formatted(who, settings.readyLabel()))
            : GateState.shut(
                "trusted",
                "%s put %s on, and is nobody with the right to write there: somebody who may write takes it off and puts it on again"
                    .formatted(who, settings.readyLabel())));
  }

  /** One application of the label is one run. */
  public IssueCase fresh(@Body IssueCase asked) {
    if (asked.labelling().isEmpty()) {
      return asked.with(GateState.shut("fresh", "it is not known which application this would be"));
    }
    Optional<RunRecord> known = ledger.read().runs().find(asked.runId());
    boolean isOver =
        ledger.read().issueClaims().find(asked.runId()).filter(IssueClaim::isReleased).isPresent();
    if (known.isEmpty() && isOver) { // the run is older than what the ledger keeps
      return asked.with(GateState.shut("fresh", told("has ended", asked.runId())));
    }
    return asked.with(
        known
            .map(run -> GateState.shut("fresh", told(standing(run), run.id())))
            .orElse(GateState.open("fresh", "no run was begun for this application of the label")));
  }

  private static String standing(RunRecord run) {
    return (run.state().isEnded() ? "has ended, " : "is there, ") + run.state().word();
  }

  private String told(String standing, String run) {
    return "run %s for this application of the label %s: for another one take %s off and put it on again"
        .formatted(run, standing, settings.readyLabel());
  }

  public IssueCase unblocked(@Body IssueCase asked) {
    Blockers.Found found = blockers.of(asked.repository(), asked.seen());
    String degraded =
        found.isDegraded()
            ? " (this GitHub knows no dependencies of issues: only lines \"Blocked by #12\" count)"
            : "";
    if (!found.open().isEmpty()) {
      return asked.with(GateState.shut("unblocked", String.join("; ", found.open()) + degraded));
    }
    return asked.with(
        GateState.open(
            "unblocked",
            (found.closed() == 0 ? "nothing blocks it" : "all that blocked it is closed")
                + degraded));
  }

  /**
   * Of those whose turn is before.
   *
   * @param before each with the gates it came to
   */
  public IssueCase turn(IssueCase asked, List<IssueCase> before) {
    Optional<IssueCase> first =
        before.stream()
            .filter(one -> one.issue().isPresent() && isBefore(one, asked))
            .filter(IssueCase::isAdmitted)
            .findFirst();
    return asked.with(
        first
            .map(
                one ->
                    GateState.shut(
                        "turn", "%s (%s) goes first".formatted(one.name(), one.seen().rank())))
            .orElse(GateState.open("turn", "no other goes first; it has " + asked.seen().rank())));
  }

  private static boolean isBefore(IssueCase one, IssueCase asked) {
    return SeenIssue.ORDER.compare(one.seen(), asked.seen()) < 0;
  }

  /** GitHub could not be asked, or does not say: no. */
  public IssueCase unasked(IssueCase asked, Exception failure) {
    return asked.with(GateState.shut("github", sentence(failure)));
  }

  /** Nothing was asked of GitHub. */
  public IssueCase untouched(@Body IssueCase asked) {
    return asked.with(
        GateState.shut(
            "github",
            "the issue was not looked at: nothing is asked of a repository off the allowlist"));
  }

  static String sentence(Exception failure) {
    return switch (Causes.innermost(failure)) {
      case Refused refused -> refused.sentence();
      case Unavailable away -> away.reason();
      case Throwable other -> String.valueOf(other.getMessage());
    };
  }
}
