package drover.github.poll;

import drover.dispatch.GateState;
import drover.effect.Refused;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.poll.IssueCase.Thoroughness;
import drover.task.InvalidTask;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** What people are told about an issue that has come through the gates, or to one that is shut. */
public final class IssueExplanations {
  private final GithubHost host;
  private final IssueReading reading;

  public IssueExplanations(GithubHost host, IssueReading reading) {
    this.host = host;
    this.reading = reading;
  }

  /**
   * @throws InvalidTask when the text names no issue
   */
  public IssueName name(@Body String text) {
    return IssueName.parse(text)
        .orElseThrow(
            () -> new InvalidTask("an issue is named like acme/site#12, with a number from 1"));
  }

  /** The repository of an issue, before its gates. */
  public IssueCase ofRepository(@Variable("issueName") IssueName name) {
    GithubRepository repository =
        host.repository(host.web() + "/" + name.repository())
            .orElseThrow(() -> new InvalidTask(name.repository() + " is no name of a repository"));
    return IssueCase.of(repository, Thoroughness.EVERY_GATE);
  }

  /**
   * The issue, as GitHub shows it.
   *
   * @throws Refused when GitHub refuses, or there is none
   * @throws drover.effect.Unavailable when GitHub does not answer
   */
  public IssueCase seen(@Body IssueCase asked, @Variable("issueName") IssueName name) {
    return asked.about(reading.one(asked.repository(), name.number()));
  }

  /** Those whose turn comes before, to be judged up to their first shut gate. */
  public List<IssueCase> before(@Variable("explained") IssueCase asked) {
    return reading.inOrder(asked.hasty()).stream()
        .filter(one -> SeenIssue.ORDER.compare(one.seen(), asked.seen()) < 0)
        .toList();
  }

  public IssueExplanation of(@Body IssueCase asked, @Variable("issueName") IssueName name) {
    Optional<GateState> shut = asked.firstShut();
    return new IssueExplanation(
        name.toString(),
        shut.isEmpty(),
        shut.map(GateState::gate),
        shut.map(GateState::why)
            .orElse("every gate is open: a run begins with the next look of the poll"),
        asked.gates());
  }
}
