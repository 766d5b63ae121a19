package drover.policy;

import drover.run.Block;
import drover.run.Digests;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the policy says about a commit.
 *
 * @param findings those that nobody may approve first; empty: it may leave
 */
public record Judged(String commit, List<Finding> findings) {
  public Judged {
    findings = List.copyOf(findings);
  }

  /** For routes. */
  public boolean isRefused() {
    return !findings.isEmpty();
  }

  /** For routes: the gate that it shuts; only where {@link #isRefused()}. */
  public Block getBlock() {
    String all = findings.stream().map(Finding::inWords).collect(Collectors.joining("\n"));
    return new Block(
        "policy-refused", "deliver", sentence(), Digests.sha256(commit + "\n" + all), never());
  }

  private String sentence() {
    String first = findings.getFirst().inWords();
    return switch (findings.size()) {
      case 1 -> first;
      case 2 -> first + " (and 1 more finding)";
      default -> "%s (and %d more findings)".formatted(first, findings.size() - 1);
    };
  }

  private Optional<String> never() {
    return findings.stream()
        .map(Finding::rule)
        .flatMap(rule -> rule.never().map(why -> rule.word() + ": " + why).stream())
        .findFirst();
  }
}
