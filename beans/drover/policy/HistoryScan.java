package drover.policy;

import drover.policy.GitObjects.GitObject;
import drover.run.StopSignal;
import drover.workspace.BranchHistory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for secrets, and for what guardrails forbid, in every commit of a branch: in the lines it
 * adds, in files of any kind, in their names, and in what the commit says about itself. What a
 * later commit removes is delivered with the history all the same.
 */
final class HistoryScan {
  private static final int MOST_FINDINGS = 1000;

  private final SecretScan scan;
  private final GuardrailScan guardrails;
  private final StopSignal stop;
  private final Set<Finding> findings = new LinkedHashSet<>();

  HistoryScan(SecretScan scan, GuardrailScan guardrails, StopSignal stop) {
    this.scan = scan;
    this.guardrails = guardrails;
    this.stop = stop;
  }

  /**
   * @param scratch directory for what git prints
   * @throws drover.workspace.TooLarge when there is more than may be read
   */
  List<Finding> read(BranchHistory history, Path scratch) throws IOException {
    Path commits = scratch.resolve("commits");
    history.writeCommits(commits);
    Path objects = scratch.resolve("objects");
    history.writeObjects(commits, objects);
    try (InputStream in = Files.newInputStream(objects)) {
      GitObjects.read(in, this::commit);
    }
    Path patches = scratch.resolve("patches");
    history.writePatches(commits, patches);
    try (InputStream in = Files.newInputStream(patches)) {
      new PatchReader(this::look).read(in);
    }
    return List.copyOf(findings);
  }

  private void commit(GitObject commit) {
    String name = commit.name().substring(0, 7);
    look(
        Fragment.whole(
            "the message of commit " + name,
            commit.name(),
            GitObjects.messageOf(commit.content())));
    look(
        Fragment.whole(
            "the headings of commit " + name,
            commit.name(),
            GitObjects.headingsOf(commit.content())));
  }

  /** Once it is refused for very many reasons, one more makes no difference. */
  private void look(Fragment fragment) {
    stop.check();
    if (findings.size() < MOST_FINDINGS) {
      findings.addAll(scan.in(fragment));
      findings.addAll(guardrails.in(fragment));
    }
  }
}
