package drover.watch;

import drover.deliver.MarkdownText;
import drover.ledger.Ledger;
import drover.report.Artifacts;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.watch.Watched.End;
import java.util.Locale;
import org.apache.camel.Variable;

/** What people are told about CI of a commit, from recorded results only. */
public final class CiNews {
  private static final String ARTIFACT = "ci.md";

  private final Artifacts artifacts;
  private final Ledger ledger;
  private final Journal journal;

  public CiNews(Artifacts artifacts, Ledger ledger, Journal journal) {
    this.artifacts = artifacts;
    this.ledger = ledger;
    this.journal = journal;
  }

  /** Why a turn that was to mend it ended the run, in its own words. */
  public String whyEnded(Exception failure) {
    return Causes.find(failure, RunEnded.class).reason();
  }

  /**
   * For the issue: what is red, what was tried, and that it stays as it is.
   *
   * @param brokenOff why the mending ended before its time; empty: it did not
   */
  public String frozen(
      @Variable("run") RunExecution run,
      @Variable("watch") Watched watched,
      @Variable("brokenOff") String brokenOff) {
    MarkdownText text = new MarkdownText();
    text.paragraph(
        "Drover needs a person here: what was pushed stays as it is, nothing was reverted.");
    text.item(watched.sentence());
    text.item(tried(watched, brokenOff));
    for (Failure failure : watched.failures()) {
      text.item(failure.inWords() + (failure.url().isEmpty() ? "" : " " + failure.url()));
    }
    text.item("cost so far " + cost(run));
    text.paragraph(
        "Once it is mended by hand, or CI is green: `./drover retry %s` looks again."
            .formatted(run.id()));
    return journal.withoutSecrets(text.toString());
  }

  /** Result of the step {@code freeze}; the evidence is kept with the run first. */
  public Frozen freeze(
      @Variable("run") RunExecution run,
      @Variable("watch") Watched watched,
      @Variable("brokenOff") String brokenOff) {
    StringBuilder evidence = new StringBuilder("# CI of " + watched.commit() + "\n\n");
    evidence.append(watched.sentence()).append("\n\n").append(tried(watched, brokenOff));
    for (Failure failure : watched.failures()) {
      evidence.append("\n\n## ").append(failure.inWords()).append("\n\n");
      evidence.append(failure.url()).append("\n\n").append(failure.details());
    }
    String file = artifacts.write(run, ARTIFACT, evidence.append('\n').toString()).toString();
    return new Frozen(reason(watched, brokenOff), file, evidence.toString());
  }

  private static String reason(Watched watched, String brokenOff) {
    String code =
        watched.end() == End.OVERDUE
            ? "ci-overdue"
            : watched.failures().stream().anyMatch(Failure::isOurs) ? "ci-red" : "ci-red-not-ours";
    String tail = brokenOff.isEmpty() ? "" : "; mending it ended: " + brokenOff;
    return code + ": " + watched.sentence() + tail;
  }

  private static String tried(Watched watched, String brokenOff) {
    String turns =
        switch (watched.attempts()) {
          case 0 -> "no turn has tried to mend it";
          case 1 -> "one turn has tried to mend it";
          default -> watched.attempts() + " turns have tried to mend it";
        };
    return brokenOff.isEmpty() ? turns : turns + ", and then: " + brokenOff;
  }

  private String cost(RunExecution run) {
    return String.format(Locale.ROOT, "%.2f USD", ledger.read().spend().ofRun(run.id()));
  }
}
