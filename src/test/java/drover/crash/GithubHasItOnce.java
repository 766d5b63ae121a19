package drover.crash;

import drover.github.fake.FakePull;
import drover.json.Json;
import drover.ledger.EffectRecord;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a run delivers is on GitHub once, however often it was broken off: one branch, one open pull
 * request with the last text, one label, and no change was asked for again that had been made.
 */
final class GithubHasItOnce implements Invariant {
  private static final String PUSH = "POST .*/git-receive-pack";
  private static final String OPEN = "POST .*/pulls";
  private static final String EDIT = "PATCH .*/pulls/1";
  private static final String LABEL = "POST .*/issues/1/labels";

  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath
        .github()
        .map(side -> aftermath.ofEachRun((run, record) -> wrong(aftermath, side, record)))
        .orElseGet(List::of);
  }

  private static List<String> wrong(Aftermath aftermath, GithubSide side, RunRecord record) {
    List<String> wrong = new ArrayList<>(side.violations());
    Scenario scenario = aftermath.story().runs().getFirst().told();
    boolean isDelivered = record.state() == RunState.SUCCEEDED;
    int deliveries = scenario.ends() == Scenario.Ends.TOLD ? 2 : 1;
    compare("pushes", count(side, PUSH), isDelivered ? deliveries : 0, deliveries, wrong);
    compare("pull requests opened", count(side, OPEN), isDelivered ? 1 : 0, 1, wrong);
    compare("edits of it", count(side, EDIT), isDelivered ? deliveries - 1 : 0, deliveries, wrong);
    compare("labels put on", count(side, LABEL), isDelivered ? 1 : 0, 1, wrong);
    compare("changes", side.changes().size(), 0, known(side), wrong);
    refs(aftermath, record, wrong);
    if (isDelivered) {
      side.troublesNotMet().forEach(trouble -> wrong.add("it never came to " + trouble));
      pullRequest(aftermath, side, record, wrong);
    }
    return wrong;
  }

  private static int known(GithubSide side) {
    return count(side, PUSH) + count(side, OPEN) + count(side, EDIT) + count(side, LABEL);
  }

  private static int count(GithubSide side, String change) {
    return (int) side.changes().stream().filter(one -> one.matches(change)).count();
  }

  private static void compare(String what, int count, int least, int most, List<String> wrong) {
    if (count < least || count > most) {
      wrong.add("%d %s, not %d to %d".formatted(count, what, least, most));
    }
  }

  private static void refs(Aftermath aftermath, RunRecord record, List<String> wrong) {
    List<String> others =
        new ArrayList<>(aftermath.repository().lines("for-each-ref", "--format=%(refname)"));
    others.remove("refs/heads/main");
    record.branch().ifPresent(branch -> others.remove("refs/heads/" + branch));
    if (!others.isEmpty()) {
      wrong.add("GitHub has the refs " + others);
    }
  }

  private static void pullRequest(
      Aftermath aftermath, GithubSide side, RunRecord record, List<String> wrong) {
    List<FakePull> pulls = side.repository().pulls;
    if (pulls.size() != 1) {
      wrong.add("there are %d pull requests".formatted(pulls.size()));
      return;
    }
    FakePull pull = pulls.getFirst();
    var last =
        Json.tree(
            aftermath.ledger().read().effects().ofRun(record.id()).stream()
                .filter(effect -> effect.kind().equals("pull-request"))
                .map(EffectRecord::request)
                .findFirst()
                .orElse("{}"));
    expect("its pull request is open", pull.open, true, wrong);
    expect("it is of", pull.head, record.branch().orElse(""), wrong);
    expect("it goes to", pull.base, "main", wrong);
    expect("its labels are", List.copyOf(pull.labels), List.of("agent-ready"), wrong);
    expect("its title is", pull.title, "Publisher: Topic 1", wrong);
    expect("it says", pull.body, last.path("body").asText(), wrong);
    expect("it names", pull.body.contains(record.headSha().orElse("?")), true, wrong);
    expect(
        "the run names", record.pullRequest().orElse(""), webPage(aftermath, pull.number), wrong);
  }

  private static String webPage(Aftermath aftermath, int number) {
    String repository = aftermath.grounds().repositoryName().replaceAll("\\.git$", "");
    return repository + "/pull/" + number;
  }

  private static void expect(String what, Object is, Object shouldBe, List<String> wrong) {
    if (!Objects.equals(is, shouldBe)) {
      wrong.add("%s %s, not %s".formatted(what, is, shouldBe));
    }
  }
}
