package drover.github.poll;

import drover.ledger.IssueClaim;
import drover.ledger.IssueClaim.Mirrored;
import java.util.List;
import java.util.Locale;

/**
 * What is to become of one label of an issue.
 *
 * @param there whether it is to be on the issue; else it goes
 */
public record LabelEffect(IssueClaim claim, String label, boolean there) {
  static final String KIND = "issue-label";

  /** What is written down of it. */
  record Wanted(String issue, String label, boolean there) {}

  /** The same for what puts a label on and for what takes it off: the latter is the later one. */
  String key() {
    return "%s:%s:%s:%s"
        .formatted(KIND, claim.issue().toLowerCase(Locale.ROOT), label, claim.run());
  }

  Wanted wanted() {
    return new Wanted(claim.issue(), label, there);
  }

  String inWords() {
    return "%s is %s %s".formatted(label, there ? "on" : "off", claim.issue());
  }

  /** What the labels of an issue say while its run goes on, and when it has ended. */
  static List<LabelEffect> of(IssueClaim claim, String ready, String inProgress) {
    return claim.isEnded()
        ? List.of(new LabelEffect(claim, ready, false), new LabelEffect(claim, inProgress, false))
        : List.of(new LabelEffect(claim, inProgress, true));
  }

  static Mirrored after(IssueClaim claim) {
    return claim.isEnded() ? Mirrored.RELEASED : Mirrored.CLAIMED;
  }
}
