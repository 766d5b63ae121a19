package drover.policy;

import drover.config.Guardrail;
import drover.config.PolicySettings;
import drover.config.Settings;
import drover.ledger.EventType;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.run.RunExecution;
import drover.verify.Verified;
import drover.workspace.BranchHistory;
import drover.workspace.FileTree;
import drover.workspace.TooLarge;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/**
 * Judges the verified commit, and every commit between it and the base, before anything leaves. It
 * reads them from the factory's own repository; what the branch says about itself is not believed.
 */
public final class Policy {
  private static final int MOST_TOLD = 50;

  private final Settings settings;
  private final SecretScan secrets;
  private final Workspaces workspaces;
  private final Journal journal;

  public Policy(
      Settings settings,
      SecretRules rules,
      Redactor redactor,
      Workspaces workspaces,
      Journal journal) {
    this.settings = settings;
    this.secrets = new SecretScan(rules, redactor);
    this.workspaces = workspaces;
    this.journal = journal;
  }

  /** The same commit under the same rules is always judged in the same way. */
  public Judged judge(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified) {
    PolicySettings rules = settings.policyOf(run.task().job(), run.task().params());
    BranchHistory history =
        workspaces
            .cleanOf(workspace)
            .history(workspace.baseSha(), verified.commit(), rules.maxDiffBytes());
    List<Finding> findings = new ArrayList<>(branch(rules, workspace));
    findings.addAll(content(run, rules, history));
    if (rules.guardrails().contains(Guardrail.VOLUMES)) {
      findings.addAll(
          new LostVolumes(workspaces.cleanOf(workspace))
              .between(workspace.baseSha(), verified.commit()));
    }
    // false comes first: those that nobody may approve
    findings.sort(Comparator.comparing(finding -> finding.rule().never().isEmpty()));
    tell(run, findings);
    return new Judged(verified.commit(), findings);
  }

  private static List<Finding> branch(PolicySettings rules, Workspace workspace) {
    String branch = workspace.branch();
    return PathPattern.all(rules.protectedBranches()).stream().anyMatch(p -> p.matches(branch))
        ? List.of(Finding.of(Rule.PROTECTED_BRANCH, branch, "is a protected branch"))
        : List.of();
  }

  private List<Finding> content(RunExecution run, PolicySettings rules, BranchHistory history) {
    Path scratch = run.directory().resolve("policy");
    FileTree.delete(scratch);
    try {
      Files.createDirectories(scratch);
      Sum sum = new SumReader(history, scratch).read();
      return Stream.concat(
              new HistoryScan(secrets, new GuardrailScan(rules.guardrails()), run.stop())
                  .read(history, scratch).stream(),
              new SumRules(rules).judge(sum).stream())
          .toList();
    } catch (TooLarge e) {
      return List.of(
          Finding.of(
              Rule.UNREAD, "the change", "is larger than %d bytes".formatted(e.mostBytes())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what git says in " + scratch, e);
    } finally {
      FileTree.delete(scratch);
    }
  }

  private void tell(RunExecution run, List<Finding> findings) {
    findings.stream()
        .limit(MOST_TOLD)
        .forEach(
            finding ->
                journal.tell(
                    run.claim(),
                    EventType.NOTICE,
                    "policy: " + finding.inWords(),
                    Map.of(
                        "rule", finding.rule().word(),
                        "file", finding.file(),
                        "line", finding.line())));
    if (findings.size() > MOST_TOLD) {
      journal.tell(
          run.claim(),
          EventType.NOTICE,
          "policy: %d more findings".formatted(findings.size() - MOST_TOLD));
    }
  }
}
