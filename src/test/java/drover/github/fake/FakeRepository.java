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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A repository, with a real one of git behind it. */
public final class FakeRepository {
  /** Texts by id, in the order they were written. */
  public final Map<Integer, Map<Long, String>> comments = new TreeMap<>();

  /** Who wrote a comment on an issue, by its id. */
  public final Map<Long, String> commentAuthors = new ConcurrentHashMap<>();

  public final List<FakePull> pulls = new ArrayList<>();

  /** What people said of pull requests, and what was answered, in the order it was written. */
  public final List<FakeReviewComment> reviewComments = new CopyOnWriteArrayList<>();

  /** Roles of people by login; who is not among them may only read. */
  public final Map<String, String> roles = new ConcurrentHashMap<>();

  public final List<FakeIssue> issues = new CopyOnWriteArrayList<>();

  public final FakeCi ci = new FakeCi();

  /** Labels that there are, on an issue or not. */
  public final Set<String> labels = ConcurrentHashMap.newKeySet();

  public final Set<String> protectedBranches = ConcurrentHashMap.newKeySet();

  /** Whether it is on a server that knows no dependencies of issues. */
  public volatile boolean withoutDependencies;

  final List<FakeReview> reviews = new CopyOnWriteArrayList<>();
  private final long id;
  private final Path git;
  private final Set<String> formerNames = new LinkedHashSet<>();
  private String name;
  private boolean archived;
  private long nextComment = 501;
  private final AtomicLong nextEvent = new AtomicLong(8_001);

  FakeRepository(long id, String name, Path git) {
    this.id = id;
    this.name = name;
    this.git = git;
  }

  public long id() {
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

  /** Issues and pull requests are counted together. */
  private int nextNumber() {
    return pulls.size() + issues.size() + 1;
  }

  /** What a person does. */
  public FakeIssue issue(String title) {
    FakeIssue made = new FakeIssue(this, nextNumber(), title);
    issues.add(made);
    return made;
  }

  Optional<FakeIssue> issue(int number) {
    return issues.stream().filter(one -> one.number == number).findFirst();
  }

  long nextEvent() {
    return nextEvent.getAndIncrement();
  }

  /** One from a fork that has a branch of the same name. */
  public FakePull openFromFork(String title, String head, String base) {
    return open(title, "", head, base, false, id + 7_000);
  }

  private FakePull open(
      String title, String body, String head, String base, boolean draft, long headRepository) {
    FakePull pull = new FakePull(nextNumber(), title, body, head, base, draft, headRepository);
    pulls.add(pull);
    return pull;
  }

  /** What a person does: says something on a line of a file. */
  public FakeReviewComment remark(String author, int pull, String path, int line, String text) {
    return add(new FakeReviewComment(nextComment++, pull, 0, author, path, line, text));
  }

  /** Says something in a thread that is there. */
  public FakeReviewComment reply(String author, FakeReviewComment to, String text) {
    long thread = to.thread() == 0 ? to.id() : to.thread();
    return add(
        new FakeReviewComment(
            nextComment++, to.pull(), thread, author, to.path(), to.line(), text));
  }

  /** Reviews the whole: APPROVED, CHANGES_REQUESTED or COMMENTED. */
  public FakeReview review(String author, int pull, String state, String text) {
    FakeReview made = new FakeReview(nextComment++, pull, author, state, text);
    reviews.add(made);
    return made;
  }

  private FakeReviewComment add(FakeReviewComment made) {
    reviewComments.add(made);
    return made;
  }

  String roleOf(String login) {
    return roles.getOrDefault(login, "read");
  }

  Optional<FakePull> pull(int number) {
    return pulls.stream().filter(one -> one.number == number).findFirst();
  }

  /** Somebody says something on an issue. */
  public long comment(int number, String author, String text) {
    long made = comment(number, text);
    commentAuthors.put(made, author);
    return made;
  }

  Optional<String> authorOf(long comment) {
    return Optional.ofNullable(commentAuthors.get(comment));
  }

  public long comment(int number, String text) {
    long made = nextComment++;
    comments.computeIfAbsent(number, any -> new LinkedHashMap<>()).put(made, text);
    return made;
  }
}
