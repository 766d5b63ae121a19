package drover.workspace;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a branch would bring, as git tells it: every answer is a file, byte for byte, no larger than
 * allowed. What the branch itself says about its files (attributes, text conversions) is not asked.
 */
public final class BranchHistory {
  private final Git git;
  private final Path repository;
  private final String base;
  private final String head;
  private final long mostBytes;

  BranchHistory(Git git, Path repository, String base, String head, long mostBytes) {
    this.git = git;
    this.repository = repository;
    this.base = base;
    this.head = head;
    this.mostBytes = mostBytes;
  }

  /**
   * The sum of all commits: modes, objects and paths that differ, {@code --raw -z}; a renamed file
   * is one that went and one that came.
   *
   * @throws TooLarge when it is
   */
  public void writeSum(Path target) {
    write(
        target, Optional.empty(), "diff", "--raw", "-z", "--no-abbrev", "--no-renames", base, head);
  }

  /**
   * Lines added and removed by the sum, {@code --numstat -z}.
   *
   * @throws TooLarge when it is
   */
  public void writeLineCounts(Path target) {
    write(target, Optional.empty(), "diff", "--numstat", "-z", "--no-renames", base, head);
  }

  /**
   * The commits themselves, one a line.
   *
   * @throws TooLarge when it is
   */
  public void writeCommits(Path target) {
    write(target, Optional.empty(), "rev-list", base + ".." + head);
  }

  /**
   * Every commit as a patch against its first parent, with the whole of every changed file around
   * its changes; what is binary is treated as text.
   *
   * @param commits as {@link #writeCommits} wrote them
   * @throws TooLarge when it is
   */
  public void writePatches(Path commits, Path target) {
    write(
        target,
        Optional.of(commits),
        "diff-tree",
        "--stdin",
        "--always",
        "--root",
        "--diff-merges=first-parent",
        "--patch",
        "--text",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--ignore-submodules=none",
        "--submodule=short",
        "--find-renames",
        "-l400",
        "--unified=1000000000");
  }

  /**
   * Objects as they are, {@code cat-file --batch}.
   *
   * @param names one a line
   * @throws TooLarge when they are
   */
  public void writeObjects(Path names, Path target) {
    write(target, Optional.of(names), "cat-file", "--batch");
  }

  /**
   * Name, type and size of objects, {@code cat-file --batch-check}.
   *
   * @param names one a line
   * @throws TooLarge when it is
   */
  public void writeSizes(Path names, Path target) {
    write(target, Optional.of(names), "cat-file", "--batch-check");
  }

  private void write(Path target, Optional<Path> input, String... arguments) {
    git.write(repository, input, target, mostBytes, arguments);
  }
}
