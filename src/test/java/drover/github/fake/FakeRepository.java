package drover.github.fake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A repository, with a real one of git behind it. */
public final class FakeRepository {
  /** Texts by id, in the order they were written. */
  public final Map<Integer, Map<Long, String>> comments = new TreeMap<>();

  public final List<FakePull> pulls = new ArrayList<>();
  private final long id;
  private final Path git;
  private final Set<String> formerNames = new LinkedHashSet<>();
  private String name;
  private boolean archived;
  private long nextComment = 501;

  FakeRepository(long id, String name, Path git) {
    this.id = id;
    this.name = name;
    this.git = git;
  }

  long id() {
    return id;
  }

  /** {@code owner/name}. */
  public String fullName() {
    return name;
  }

  String owner() {
    return name.substring(0, name.indexOf('/'));
  }

  String shortName() {
    return name.substring(name.indexOf('/') + 1);
  }

  /** The bare repository. */
  public Path git() {
    return git;
  }

  boolean wasCalled(String formerName) {
    return formerNames.contains(formerName.toLowerCase(java.util.Locale.ROOT));
  }

  public void rename(String fullName) {
    formerNames.add(name.toLowerCase(java.util.Locale.ROOT));
    name = fullName;
  }

  public void archive() {
    archived = true;
  }

  boolean isArchived() {
    return archived;
  }

  /** Commit of a branch; empty: there is none. */
  public Optional<String> head(String branch) {
    return GitCommand.ask(git, "rev-parse", "--verify", "--quiet", "refs/heads/" + branch);
  }

  public void deleteBranch(String branch) {
    GitCommand.run(git, "update-ref", "-d", "refs/heads/" + branch);
  }

  /** What a person does, or the API. */
  public FakePull open(String title, String body, String head, String base, boolean draft) {
    return open(title, body, head, base, draft, id);
  }

  /** One from a fork that has a branch of the same name. */
  public FakePull openFromFork(String title, String head, String base) {
    return open(title, "", head, base, false, id + 7_000);
  }

  private FakePull open(
      String title, String body, String head, String base, boolean draft, long headRepository) {
    FakePull pull = new FakePull(pulls.size() + 1, title, body, head, base, draft, headRepository);
    pulls.add(pull);
    return pull;
  }

  Optional<FakePull> pull(int number) {
    return pulls.stream().filter(one -> one.number == number).findFirst();
  }

  public long comment(int number, String text) {
    long made = nextComment++;
    comments.computeIfAbsent(number, any -> new LinkedHashMap<>()).put(made, text);
    return made;
  }
}
