package drover.afk;

import drover.github.fake.FakeCheck;
import drover.github.fake.FakeCheck.Kind;
import drover.github.fake.FakeIssue;
import drover.github.fake.FakeRepository;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.turn.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a seed stands for: issues, what CI says of every commit, and two servers on one ledger that
 * act, die and are started again in a random order, in virtual time.
 */
final class AfkStory {
  private static final int ACTIONS = 60;
  private static final int MOST_ACTIONS_TO_THE_END = 600;

  private final long seed;
  private final Random random;
  private final AfkBench one;
  private final AfkBench other;
  private final FakeRepository site;
  private final List<FakeIssue> issues = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int labelled;

  AfkStory(long seed, AfkBench one, AfkBench other) {
    this.seed = seed;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.one = one;
    this.other = other;
    this.site = one.siteAnew();
    boolean isRedBefore = random.nextInt(8) == 0;
    site.ci.onFirstLook(commit -> script(commit, isRedBefore));
    one.work.fails(
        turn ->
            turn.purpose() == Purpose.FIX_FORWARD
                && Math.floorMod(turn.hashCode() + seed, 23) == 0);
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      issues.add(site.issue("Issue " + i));
      label(issues.getLast());
    }
  }

  private void label(FakeIssue issue) {
    issue.label("ada", AfkBench.READY);
    labelled++;
  }

  /** By the commit alone, so that a story does not depend on when somebody looks first. */
  private void script(String commit, boolean isRedBefore) {
    Random dice = new Random(commit.hashCode() + 31 * seed);
    if (commit.equals(AfkWork.BASE)) {
      if (isRedBefore) {
        site.ci.says(Kind.JOB, commit, "test", "failure");
      }
      return;
    }
    switch (dice.nextInt(10)) {
      case 0 -> {} // no CI at all
      case 1, 2 -> site.ci.says(Kind.JOB, commit, "test", "queued", "in_progress", "success");
      case 3 -> site.ci.says(Kind.JOB, commit, "test", "failure", "success");
      case 4 -> site.ci.says(Kind.STATUS, commit, "ci/other", "pending", "failure");
      case 5 -> {
        site.ci.says(Kind.JOB, commit, "test", "success");
        site.ci.says(Kind.DEPLOYMENT, commit, "production", "in_progress", "failure");
      }
      case 6 -> site.ci.says(Kind.DEPLOYMENT, commit, "production", "in_progress"); // for ever
      default -> {
        site.ci.says(Kind.JOB, commit, "test", "in_progress", "failure");
        site.ci.says(Kind.CHECK, commit, "lint", "success");
      }
    }
  }

  /** Empty: everything holds. */
  List<String> live() {
    for (int action = 0; action < ACTIONS; action++) {
      AfkBench server = random.nextBoolean() ? one : other;
      if (random.nextInt(4) == 0) {
        dieSoon(server);
      }
      act(server);
      server.fate().startAgain();
      lookAround();
    }
    for (int round = 0; round < MOST_ACTIONS_TO_THE_END && !isOver(); round++) {
      one.poll();
      one.runs().stream()
          .filter(run -> !run.state().isEnded())
          .forEach(run -> one.execute(run.id()));
      one.label();
      site.ci.all().stream().filter(check -> random.nextBoolean()).forEach(FakeCheck::end);
      one.clock.advance(Duration.ofSeconds(120));
      lookAround();
    }
    judge();
    return List.copyOf(problems);
  }

  private void dieSoon(AfkBench server) {
    int commit = 1 + random.nextInt(15);
    if (random.nextBoolean()) {
      server.fate().dieBefore(commit);
    } else {
      server.fate().dieAfter(commit);
    }
  }

  private void act(AfkBench server) {
    switch (random.nextInt(10)) {
      case 0, 1 -> server.poll();
      case 2 -> server.label();
      case 3, 4 -> one.clock.advance(Duration.ofSeconds(1 + random.nextInt(90)));
      case 5 ->
          site.ci.all().stream().filter(check -> random.nextBoolean()).forEach(FakeCheck::end);
      case 6 -> {
        FakeIssue issue = issues.get(random.nextInt(issues.size()));
        boolean isIdle = issue.labels().stream().noneMatch(AfkBench.IN_PROGRESS::equals);
        if (issue.open && isIdle && !issue.labels().contains(AfkBench.READY) && labelled < 4) {
          label(issue); // somebody wants it done again
        }
      }
      default ->
          server.runs().stream()
              .filter(run -> !run.state().isEnded())
              .findFirst()
              .ifPresent(run -> server.execute(run.id()));
    }
  }

  private void lookAround() {
    long atWork = one.runs().stream().filter(run -> !run.state().isEnded()).count();
    if (atWork > 1) {
      problems.add(atWork + " runs in one repository");
    }
  }

  private boolean isOver() {
    return one.runs().size() == labelled
        && one.runs().stream().allMatch(run -> run.state().isEnded())
        && issues.stream().noneMatch(AfkStory::isMarked);
  }

  private static boolean isMarked(FakeIssue issue) {
    return issue.labels().contains(AfkBench.READY) || issue.labels().contains(AfkBench.IN_PROGRESS);
  }

  private void judge() {
    problems.addAll(one.work.problems());
    if (one.runs().size() != labelled) {
      problems.add("%d labels were put on, %d runs begun".formatted(labelled, one.runs().size()));
    }
    issues.stream()
        .filter(AfkStory::isMarked)
        .forEach(issue -> problems.add("labels stay on #" + issue.number + ": " + issue.labels()));
    one.runs().forEach(this::judge);
    site.ci.all().stream()
        .filter(check -> check.reruns > 1)
        .forEach(check -> problems.add(check.name + " was run again " + check.reruns + " times"));
    one.github.changes().stream()
        .filter(
            change ->
                !change.matches(
                    "POST .*|PATCH .*/issues/\\d+|DELETE .*/labels/agent-in-progress|DELETE .*/labels/ready-for-agent"))
        .forEach(change -> problems.add("nobody should have done " + change));
  }

  private void judge(RunRecord run) {
    long fixes =
        one.work.turns().stream()
            .filter(turn -> turn.run().equals(run.id()) && turn.purpose() == Purpose.FIX_FORWARD)
            .count();
    if (fixes > 5) {
      problems.add(run.id() + " was mended " + fixes + " times");
    }
    long pages = one.pages(run.id());
    if (pages != (run.state() == RunState.FROZEN ? 1 : 0)) {
      problems.add(
          "%s is %s and was paged %d times".formatted(run.id(), run.state().word(), pages));
    }
    boolean isExpected =
        run.state() == RunState.SUCCEEDED
            || run.state() == RunState.FROZEN && run.outcome().filter("ci-red"::equals).isPresent();
    if (!isExpected) {
      problems.add(
          "%s ended as %s: %s".formatted(run.id(), run.state().word(), run.reason().orElse("")));
    }
    if (run.state() == RunState.FROZEN) {
      judgeFrozen(run);
    }
  }

  private void judgeFrozen(RunRecord run) {
    long told =
        site.comments.values().stream()
            .flatMap(all -> all.values().stream())
            .filter(text -> text.contains("drover:ci:" + run.id()))
            .count();
    if (told != 1) {
      problems.add("%s is frozen, and its issue was told %d times".formatted(run.id(), told));
    }
    boolean isForHuman = issues.stream().anyMatch(issue -> issue.labels().contains(AfkBench.HUMAN));
    if (!isForHuman) {
      problems.add(run.id() + " is frozen, and no issue has the label for a person");
    }
  }
}
