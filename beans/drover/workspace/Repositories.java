package drover.workspace;

import drover.config.JobSettings;
import drover.config.Settings;
import drover.task.InvalidTask;
import drover.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the repository of a task. What is wrong with a directory is said before a run begins; a URL
 * is only contacted by the workspace step.
 */
public final class Repositories {
  private final Git git;
  private final Settings settings;
  private final SampleRepositories samples;
  private final WarmClones warmClones;
  private final Optional<Path> currentDirectory;

  /**
   * @param currentDirectory of the command line; a server has none that means anything
   */
  public Repositories(
      Git git,
      Settings settings,
      SampleRepositories samples,
      WarmClones warmClones,
      Optional<Path> currentDirectory) {
    this.git = git;
    this.settings = settings;
    this.samples = samples;
    this.warmClones = warmClones;
    this.currentDirectory = currentDirectory;
  }

  /**
   * The task with its repository: as asked for, else for a rehearsal the job's sample, else the
   * job's configured one, else the one around the current directory.
   *
   * @throws InvalidTask when the repository, or the base in it, cannot be used
   */
  public Task locate(Task task) {
    Optional<String> found = nameOf(task).or(this::aroundCurrentDirectory);
    Task located = task.withRepository(found.map(this::named));
    located
        .repository()
        .filter(name -> !RepositoryUrl.isUrl(name))
        .ifPresent(name -> check(name, task));
    return located;
  }

  /**
   * What the task says, else for a rehearsal the job's sample, else that of the issue it is about,
   * else the job's configured one. It is not looked at: a server is told names by those who cannot
   * see its disk.
   */
  Optional<String> nameOf(Task task) {
    return task.repository()
        .or(() -> sampleFor(task))
        .or(() -> ofIssue(task))
        .or(() -> settings.job(task.job()).flatMap(JobSettings::repository));
  }

  /** Where the issue is that the task is about. */
  private Optional<String> ofIssue(Task task) {
    return Optional.ofNullable(task.params().get("issue"))
        .map(issue -> issue.replaceFirst("#.*", ""))
        .map(name -> "%s/%s.git".formatted(settings.github().webUrl(), name));
  }

  /**
   * The repository of a task on this machine, for a URL its fresh warm clone.
   *
   * @throws GitFailed when a remote cannot be reached
   */
  SourceRepository open(String name) {
    return RepositoryUrl.isUrl(name) ? warmClones.fetch(name) : local(name);
  }

  /** The same without contacting a remote. */
  SourceRepository reopen(String name) {
    return RepositoryUrl.isUrl(name) ? warmClones.known(name) : local(name);
  }

  Optional<String> resolveBranch(SourceRepository source, String ref) {
    return resolve(source, ref);
  }

  /** SHA of the base, or empty when there is no such branch, tag or commit. */
  Optional<String> resolveBase(SourceRepository source, String base) {
    return resolve(source, source.refs() + base).or(() -> resolve(source, base));
  }

  /** The branch that is checked out, or the default one of a remote; {@code HEAD} when detached. */
  String currentBranch(SourceRepository source) {
    String head = source.refs().equals("refs/heads/") ? "HEAD" : source.refs() + "HEAD";
    return git.ask(source.directory(), "symbolic-ref", "--quiet", head)
        .filter(ref -> ref.startsWith(source.refs()))
        .map(ref -> ref.substring(source.refs().length()))
        .orElse("HEAD");
  }

  /** Whether a remote calls a branch its default, as far as was seen when it was asked last. */
  public boolean isDefaultBranch(Workspace workspace) {
    return workspace.isOfRemote()
        && currentBranch(reopen(workspace.repository())).equals(workspace.base());
  }

  boolean isBranch(SourceRepository source, String base) {
    return resolve(source, source.refs() + base).isPresent();
  }

  boolean hasBranch(SourceRepository source, String branch) {
    return Stream.of("refs/heads/", source.refs())
        .distinct()
        .anyMatch(refs -> resolve(source, refs + branch).isPresent());
  }

  /** How many files of the operator's working tree differ from its last commit. */
  int uncommittedChanges(SourceRepository source) {
    return git.ask(source.directory(), "status", "--porcelain")
        .filter(list -> !list.isEmpty())
        .map(list -> (int) list.lines().count())
        .orElse(0);
  }

  private Optional<String> resolve(SourceRepository source, String revision) {
    return git.ask(
        source.directory(),
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        revision + "^{commit}");
  }

  private Optional<String> sampleFor(Task task) {
    return task.isRehearsal() ? Optional.of(samples.of(task.job()).toString()) : Optional.empty();
  }

  private Optional<String> aroundCurrentDirectory() {
    return currentDirectory.flatMap(
        directory -> git.ask(directory, "rev-parse", "--show-toplevel"));
  }

  private String named(String repository) {
    if (RepositoryUrl.holdsCredential(repository)) {
      throw new InvalidTask(
          "the URL of the repository holds a credential: leave it out and use a git credential"
              + " helper, for example https://github.com/owner/repo");
    }
    if (RepositoryUrl.isUrl(repository)) {
      return repository;
    }
    try {
      Path directory = currentDirectory.orElse(Path.of("")).resolve(repository);
      return directory.toRealPath().toString();
    } catch (IOException e) {
      throw new InvalidTask(
          "there is no directory " + repository + ": give --repo a git repository or its URL");
    }
  }

  private void check(String name, Task task) {
    SourceRepository source = local(name);
    if (git.ask(source.directory(), "rev-list", "-n", "1", "--all").orElse("").isEmpty()) {
      throw new InvalidTask(
          "the repository " + name + " is empty: make a first commit to start from");
    }
    String base = task.base().orElseGet(() -> currentBranch(source));
    if (resolveBase(source, base).isEmpty()) {
      throw new InvalidTask(
          "the repository %s has no branch %s to start from: give --base one of %s"
              .formatted(name, base, branches(source)));
    }
  }

  private String branches(SourceRepository source) {
    return git.ask(
            source.directory(),
            "for-each-ref",
            "--count=5",
            "--format=%(refname:short)",
            "refs/heads")
        .map(list -> String.join(", ", list.lines().toList()))
        .orElse("its branches");
  }

  private SourceRepository local(String name) {
    Path directory = Path.of(name);
    if (!Files.isDirectory(directory)) {
      throw new InvalidTask(name + " is not a directory: give --repo a git repository or its URL");
    }
    String told =
        git.ask(
                directory,
                "rev-parse",
                "--is-bare-repository",
                "--absolute-git-dir",
                "--path-format=absolute",
                "--git-path",
                "objects",
                "--git-path",
                "shallow")
            .orElseThrow(() -> noRepository(directory));
    String[] facts = told.split("\n");
    boolean bare = facts[0].equals("true");
    Path root = bare ? Path.of(facts[1]) : topLevel(directory);
    if (!isSame(root, directory)) {
      throw new InvalidTask(
          "%s is not a git repository itself but inside of %s: give --repo %s"
              .formatted(directory, root, root));
    }
    Optional<Path> shallow = Optional.of(Path.of(facts[3])).filter(Files::exists);
    return new SourceRepository(name, directory, Path.of(facts[2]), "refs/heads/", shallow);
  }

  private InvalidTask noRepository(Path directory) {
    try {
      git.run(directory, "rev-parse", "--git-dir");
    } catch (GitFailed e) {
      return new InvalidTask(
          "%s is not a usable git repository (%s): give --repo one, or make one with git init"
              .formatted(directory, e.cause()));
    }
    return new InvalidTask(directory + " needs a newer git: 2.31 or later");
  }

  private Path topLevel(Path directory) {
    return git.ask(directory, "rev-parse", "--show-toplevel").map(Path::of).orElse(directory);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }
}
