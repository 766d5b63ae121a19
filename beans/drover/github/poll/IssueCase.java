package drover.github.poll;

import drover.dispatch.GateState;
import drover.github.access.GithubRepository;
import drover.task.RunId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A repository, and then an issue of it, on the way through the gates of the poll.
 *
 * @param issue as GitHub showed it; empty: only the repository was looked at
 * @param labelling latest application of the label that asks for work; empty: not known
 * @param gates those it has come to so far, in their order
 * @param thoroughness how far it goes once a gate is shut
 */
public record IssueCase(
    GithubRepository repository,
    Optional<SeenIssue> issue,
    Optional<Labelling> labelling,
    List<GateState> gates,
    Thoroughness thoroughness) {

  /** Whether further gates are worth asking GitHub for. */
  public enum Thoroughness {
    FIRST_SHUT_GATE,
    EVERY_GATE
  }

  static IssueCase of(GithubRepository repository, Thoroughness thoroughness) {
    return new IssueCase(repository, Optional.empty(), Optional.empty(), List.of(), thoroughness);
  }

  IssueCase about(SeenIssue seen) {
    return new IssueCase(repository, Optional.of(seen), labelling, gates, thoroughness);
  }

  IssueCase labelledBy(Labelling known) {
    return new IssueCase(repository, issue, Optional.of(known), gates, thoroughness);
  }

  IssueCase with(GateState gate) {
    return new IssueCase(
        repository,
        issue,
        labelling,
        Stream.concat(gates.stream(), Stream.of(gate)).toList(),
        thoroughness);
  }

  /** The same as it was before its first gate, up to the first one that is shut. */
  IssueCase hasty() {
    return new IssueCase(
        repository, issue, Optional.empty(), List.of(), Thoroughness.FIRST_SHUT_GATE);
  }

  /** Whether every gate is open. */
  public boolean isAdmitted() {
    return gates.stream().allMatch(GateState::open);
  }

  /** Whether the next gate is asked at all. */
  public boolean isWorthAsking() {
    return thoroughness == Thoroughness.EVERY_GATE || isAdmitted();
  }

  Optional<GateState> firstShut() {
    return gates.stream().filter(gate -> !gate.open()).findFirst();
  }

  SeenIssue seen() {
    return issue.orElseThrow();
  }

  /** {@code owner/repo#12}. */
  public String name() {
    return repository.fullName() + issue.map(one -> "#" + one.number()).orElse("");
  }

  /** The same application of the label is the same request, whoever finds it and however often. */
  String key() {
    return keyOf(repository.fullName(), seen().number(), labelling.orElseThrow().event());
  }

  /** Id that its run has, or will have. */
  String runId() {
    return RunId.of(IssueClaims.SOURCE, key());
  }

  private static String keyOf(String repository, int number, long event) {
    return "issue:%s#%d:%d".formatted(repository.toLowerCase(java.util.Locale.ROOT), number, event);
  }
}
