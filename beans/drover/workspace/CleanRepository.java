package drover.workspace;

import drover.run.RunEnded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The factory's own bare repository of a run, {@code runs/<id>/clean.git}. It borrows the objects
 * of the source, receives copies of what the agent committed, and is what verify, review and
 * deliver look at.
 */
public final class CleanRepository {
  private final Git git;
  private final Path runDirectory;
  private final Path directory;

  CleanRepository(Git git, Path runDirectory) {
    this.git = git;
    this.runDirectory = runDirectory;
    this.directory = runDirectory.resolve("clean.git");
  }

  Path directory() {
    return directory;
  }

  /** Begins anew with one branch: the base. */
  void create(SourceRepository source, String base, String baseSha) {
    FileTree.delete(directory);
    git.run(
        runDirectory, "init", "--quiet", "--bare", "--initial-branch=drover", directory.toString());
    try {
      borrowFrom(directory, List.of(source.objects()));
      if (source.shallow().isPresent()) {
        Files.copy(source.shallow().get(), directory.resolve("shallow"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + directory, e);
    }
    git.run(directory, "update-ref", refOf(base, baseSha), baseSha);
  }

  /**
   * Copies the agent's branch out of its workspace, object by object checked. The agent's own
   * configuration, hooks and attributes are never read.
   *
   * @return the branch's commit, or the one it had when the agent deleted it
   * @throws RunEnded when what the agent made is no sound history on top of the base
   */
  String receive(Workspace workspace) {
    String sha =
        new AgentRefs(workspace.directory())
            .headOf(workspace.branch(), alternatesOfWorkspace())
            .orElse(workspace.baseSha());
    Path incoming = runDirectory.resolve("incoming.git");
    FileTree.delete(incoming);
    try {
      git.run(runDirectory, "init", "--quiet", "--bare", incoming.toString());
      borrowFrom(
          incoming,
          List.of(workspace.directory().resolve(".git/objects"), directory.resolve("objects")));
      copyShallowMark(incoming);
      String ref = "refs/heads/" + workspace.branch();
      git.run(incoming, "update-ref", ref, sha);
      git.run(
          directory,
          "-c",
          "fetch.fsckObjects=true",
          "fetch",
          "--quiet",
          "--no-tags",
          "--no-write-fetch-head",
          incoming.toString(),
          "+" + ref + ":" + ref);
    } catch (GitFailed e) {
      throw broken(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + incoming, e);
    } finally {
      FileTree.delete(incoming);
    }
    requireOnTopOfBase(workspace, sha);
    return sha;
  }

  /**
   * The same for a branch that comes as a file.
   *
   * @param bundle of {@code git bundle}; empty: the branch is at the base
   * @throws RunEnded when it holds no sound history on top of the base
   */
  String receiveBundle(Workspace workspace, Optional<Path> bundle) {
    String ref = "refs/heads/" + workspace.branch();
    if (bundle.isEmpty()) {
      git.run(directory, "update-ref", ref, workspace.baseSha());
      return workspace.baseSha();
    }
    try {
      git.run(
          directory,
          "-c",
          "fetch.fsckObjects=true",
          "fetch",
          "--quiet",
          "--no-tags",
          "--no-write-fetch-head",
          bundle.get().toString(),
          "+" + ref + ":" + ref);
    } catch (GitFailed e) {
      throw broken(e);
    }
    String sha = headOf(workspace);
    requireOnTopOfBase(workspace, sha);
    return sha;
  }

  /** The commit that was received last; the base before that. */
  String headOf(Workspace workspace) {
    return git.ask(
            directory, "rev-parse", "--verify", "--quiet", "refs/heads/" + workspace.branch())
        .orElse(workspace.baseSha());
  }

  /** The base with all its history, as a file of {@code git bundle}. */
  void bundleBase(Workspace workspace, Path target, long mostBytes) {
    git.write(
        directory,
        Optional.empty(),
        target,
        mostBytes,
        "bundle",
        "create",
        "--quiet",
        "-",
        refOf(workspace.base(), workspace.baseSha()));
  }

  private static RunEnded broken(GitFailed e) {
    return RunEnded.failed(
        "failed", "broken-commit: git refuses what the agent committed: " + e.cause());
  }

  private void requireOnTopOfBase(Workspace workspace, String sha) {
    if (git.ask(directory, "merge-base", "--is-ancestor", workspace.baseSha(), sha).isEmpty()) {
      throw RunEnded.failed(
          "failed",
          "history-rewritten: the branch %s does not contain its base %.7s any more"
              .formatted(workspace.branch(), workspace.baseSha()));
    }
  }

  /** Whether there are commits on top of the base and they change something. */
  boolean differsFromBase(Workspace workspace, String sha) {
    return git.ask(directory, "diff", "--quiet", workspace.baseSha(), sha).isEmpty();
  }

  /** Whether a file exists in a commit. */
  public boolean hasFile(String sha, String path) {
    return git.ask(directory, "cat-file", "-e", sha + ":" + path).isPresent();
  }

  /** What a file of a commit says; empty: there is none. */
  public Optional<String> textOf(String sha, String path) {
    return git.ask(directory, "cat-file", "blob", sha + ":" + path);
  }

  /** Files, insertions and deletions, as git says it. */
  public String shortStat(String from, String to) {
    return git.run(directory, "diff", "--shortstat", from, to).strip();
  }

  /** What the commits between two say about themselves, newest first. */
  public List<CommitMessage> messages(String from, String to) {
    return Arrays.stream(
            git.run(directory, "log", "-z", "--format=%h%n%B", from + ".." + to).split("\0"))
        .filter(commit -> !commit.isBlank())
        .map(commit -> commit.split("\n", 2))
        .map(parts -> new CommitMessage(parts[0], parts.length == 2 ? parts[1] : ""))
        .toList();
  }

  /** Paths that differ between two commits. */
  public List<String> changedFiles(String from, String to) {
    return Arrays.stream(git.run(directory, "diff", "--name-only", "-z", from, to).split("\0"))
        .filter(path -> !path.isEmpty())
        .toList();
  }

  /**
   * What a branch that ends at {@code to} brings to one that ends at {@code from}.
   *
   * @param mostBytes largest answer
   */
  public BranchHistory history(String from, String to, long mostBytes) {
    return new BranchHistory(git, directory, from, to, mostBytes);
  }

  /** A fresh working tree of a commit that nobody has touched. */
  public void checkOut(String sha, Path target) {
    layBare(target);
    git.run(target, "checkout", "--quiet", "--detach", sha);
  }

  /** The same for others as well: it borrows from the source alone, and outlives the run. */
  void checkOutToShare(String sha, Path target, SourceRepository source) {
    checkOut(sha, target);
    git.run(target, "remote", "remove", "origin");
    try {
      if (Files.exists(target.resolve(".git/objects/info/alternates"))) {
        borrowFrom(target.resolve(".git"), List.of(source.objects()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + target, e);
    }
  }

  private void layBare(Path target, String... options) {
    FileTree.delete(target);
    List<String> clone = new ArrayList<>(List.of("clone", "--quiet", "--shared", "--no-checkout"));
    clone.add("--no-tags");
    clone.addAll(List.of(options));
    clone.addAll(List.of(directory.toString(), target.toString()));
    git.run(runDirectory, clone.toArray(String[]::new));
  }

  /** A working tree on a branch, with nothing to push to. */
  void checkOutForAgent(String branch, String sha, Path target, String userName) {
    layBare(
        target, "--config=user.name=" + userName, "--config=user.email=" + userName + "@noreply");
    git.run(target, "remote", "remove", "origin");
    git.run(target, "checkout", "--quiet", "-b", branch, sha);
  }

  /** Gives the base its name in a working tree, unless it is only known as a commit. */
  void nameBase(Path workspace, String base, String sha) {
    git.run(workspace, "update-ref", refOf(base, sha), sha);
  }

  /** A branch may not have the name of a commit. */
  private static String refOf(String base, String sha) {
    return "refs/heads/" + (base.equals(sha) ? "base" : base);
  }

  /** A clone of a shallow repository borrows nothing; git copies what it needs. */
  private Optional<String> alternatesOfWorkspace() {
    return Files.exists(directory.resolve("shallow"))
        ? Optional.empty()
        : Optional.of(directory.resolve("objects").toString());
  }

  private void copyShallowMark(Path target) throws IOException {
    Path mark = directory.resolve("shallow");
    if (Files.exists(mark)) {
      Files.copy(mark, target.resolve("shallow"));
    }
  }

  private static void borrowFrom(Path repository, List<Path> objects) throws IOException {
    Path info = repository.resolve("objects/info");
    Files.createDirectories(info);
    Files.write(info.resolve("alternates"), objects.stream().map(Path::toString).toList());
  }
}
