package drover.workspace;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Branches of a remote. What is pushed comes out of the clean repository of a run. */
public final class RemoteBranches {
  private final Git operator;

  /**
   * @param longest time of one command; git waits forever for the rest of a broken answer to a push
   *     (seen with 2.39)
   */
  public RemoteBranches(Git operator, Duration longest) {
    this.operator = operator.within(longest);
  }

  /**
   * Commit that a branch of the remote stands at now; empty: there is no such branch.
   *
   * @throws GitFailed when the remote cannot be reached or refuses
   */
  public Optional<String> headOf(Workspace workspace, RemoteAccess.Remote remote, String branch) {
    String ref = "refs/heads/" + branch;
    String told =
        operator
            .with(remote.environment())
            .run(cleanOf(workspace), "ls-remote", "--refs", remote.url(), ref);
    // what the other side warns about stands between the lines
    return Pattern.compile("^([0-9a-f]{40,64})\t" + Pattern.quote(ref) + "$", Pattern.MULTILINE)
        .matcher(told)
        .results()
        .findFirst()
        .map((MatchResult line) -> line.group(1));
  }

  /**
   * Brings a branch of the remote, with its history, into the clean repository of a run.
   *
   * @return the commit that it stands at
   * @throws GitFailed when the remote cannot be reached or refuses, or has no such branch
   */
  public String fetch(Workspace workspace, RemoteAccess.Remote remote, String branch) {
    String kept = "refs/drover/remote";
    operator
        .with(remote.environment())
        .run(
            cleanOf(workspace),
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            remote.url(),
            "+refs/heads/" + branch + ":" + kept);
    return operator.run(cleanOf(workspace), "rev-parse", "--verify", kept);
  }

  /** Whether a commit is the other one, or in its history; both are in the clean repository. */
  public boolean isWithin(Workspace workspace, String commit, String history) {
    return operator
        .ask(cleanOf(workspace), "merge-base", "--is-ancestor", commit, history)
        .isPresent();
  }

  /**
   * Moves a branch of the remote, but only from where it is expected to stand.
   *
   * @param expected commit that the branch stands at; empty: there is no such branch
   * @throws GitFailed when it stands elsewhere, the remote cannot be reached, or refuses
   */
  public void push(
      Workspace workspace,
      RemoteAccess.Remote remote,
      String branch,
      String sha,
      Optional<String> expected) {
    move(workspace, remote, branch, sha, expected.orElse(""));
  }

  /**
   * Takes a branch of the remote away, but only from where it is expected to stand.
   *
   * @throws GitFailed when it stands elsewhere, the remote cannot be reached, or refuses
   */
  public void delete(
      Workspace workspace, RemoteAccess.Remote remote, String branch, String expected) {
    move(workspace, remote, branch, "", expected);
  }

  /**
   * @param sha empty: nowhere
   * @param expected empty: nowhere
   */
  private void move(
      Workspace workspace, RemoteAccess.Remote remote, String branch, String sha, String expected) {
    String ref = "refs/heads/" + branch;
    operator
        .with(remote.environment())
        .run(
            cleanOf(workspace),
            "push",
            "--porcelain",
            "--no-verify",
            "--no-follow-tags",
            "--no-signed",
            "--recurse-submodules=no",
            "--force-with-lease=" + ref + ":" + expected,
            remote.url(),
            sha + ":" + ref);
  }

  private static Path cleanOf(Workspace workspace) {
    return Path.of(workspace.runDirectory()).resolve("clean.git");
  }
}
