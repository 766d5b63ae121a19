package drover.crash;

import drover.github.fake.Doorkeeper;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakeRepository;
import drover.github.fake.Fault;
import drover.github.fake.GitCommand;
import drover.machine.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The GitHub of a story. It is in the process of the harness and survives every factory, so it can
 * break a life off at the n-th request: before anything is done, when it is done and not answered,
 * or with the answer on its way.
 */
final class GithubSide extends Outside implements Doorkeeper {
  private static final Map<String, String> EVERYTHING =
      Map.of("contents", "write", "pull_requests", "write", "issues", "write");

  private final FakeGithub github;
  private final FakeRepository repository;
  private final String token;
  private final List<Trouble> troubles;
  private final Map<Trouble, Integer> met = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * @param directory for its repositories
   * @param template what the repository holds at first
   */
  GithubSide(Path directory, Path template, Story story) throws IOException {
    this.github = new FakeGithub(directory, Clock.system());
    this.repository = github.repository("acme/blog");
    GitCommand.run(repository.git(), "fetch", "--quiet", template.toString(), "main:main");
    this.token = github.credentials().personal(EVERYTHING);
    this.troubles = Trouble.of(story.runs().getFirst().told());
    github.askForPatience(Duration.ofSeconds(1));
    github.keptBy(this);
  }

  GithubPlace place() {
    return new GithubPlace(
        github.apiUrl(), github.cloneUrl(repository), token, repository.git().toAbsolutePath());
  }

  FakeRepository repository() {
    return repository;
  }

  /** Method and path of what changed something. */
  List<String> changes() {
    return github.changes();
  }

  /** What should have gone wrong and did not, or not as often as the scenario says. */
  List<Trouble> troublesNotMet() {
    return troubles.stream()
        .filter(trouble -> met.getOrDefault(trouble, 0) < trouble.times())
        .toList();
  }

  /** Where it was not asked as it wants to be; that a client is killed is no fault of it. */
  List<String> violations() {
    return github.violations().stream()
        .filter(what -> !what.startsWith("the fake itself: java.io."))
        .toList();
  }

  @Override
  int asked() {
    return asked.get();
  }

  @Override
  public boolean letsIn(int number, String request) {
    asked.set(number + 1);
    Watched now = watched();
    boolean comesIn = !now.isGone() && passes(now, "github-before", number);
    if (comesIn) {
      troubles.stream()
          .filter(trouble -> trouble.meets(request))
          .filter(trouble -> met.getOrDefault(trouble, 0) < trouble.times())
          .findFirst()
          .ifPresent(
              trouble -> {
                met.merge(trouble, 1, Integer::sum);
                github.plan(new Fault.Planned(number, trouble.moment(), trouble.fault()));
              });
    }
    return comesIn;
  }

  @Override
  public boolean letsOut(int number, String request) {
    Watched now = watched();
    return passes(now, "github-done", number) && passes(now, "github-answered", number);
  }

  private static boolean passes(Watched now, String kind, int number) {
    if (!now.isAt(kind, number)) {
      return true;
    }
    now.tell().accept(now.life().fate().point());
    if (!now.life().fate().isKill()) {
      return true;
    }
    if (kind.equals("github-answered")) {
      CompletableFuture.anyOf(now.atItsPoint(), now.over()).join();
      return true;
    }
    now.over().join();
    return false;
  }

  @Override
  public void close() {
    github.close();
  }
}
