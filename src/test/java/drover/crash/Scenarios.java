package drover.crash;

import drover.crash.Scenario.Company;
import drover.crash.Scenario.Ends;
import drover.ledger.RunState;
import java.util.List;

/** All scenarios: a new job, executor or effect joins the harness with a line here. */
final class Scenarios {
  private static final String DRAFT = "rehearsal: draft %s";
  private static final String SOURCES = "rehearsal: name the sources";
  private static final String RESEARCH = "rehearsal: researcher %s";
  private static final String TOLD = "rehearsal: do what a person said";
  private static final String MENDED = "rehearsal: mend the front matter of %s";

  static final List<Scenario> ALL =
      List.of(
          delivers("publisher", "publisher", "", DRAFT, SOURCES),
          delivers("agent", "agent", "", RESEARCH, SOURCES),
          delivers("unusable-review", "publisher", "bad-scores-once", DRAFT, SOURCES),
          delivers("broken-build", "publisher", "break-build", DRAFT, MENDED, SOURCES),
          ends("broken-for-good", "break-build-forever", RunState.FAILED, "verify-failed"),
          ends("low-scores", "low-scores", RunState.BLOCKED, "review-not-passed"),
          ends("no-change", "no-change", RunState.FAILED, "nothing-changed"),
          ends("substance-gate", "substance-no", RunState.BLOCKED, "substance-gate"),
          again("error-result", "error-result-once", Ends.RETRIED),
          again("crashed-agent", "crash-once", Ends.RETRIED),
          again("policy-block", "workflow", Ends.APPROVED),
          delivers("usage-limit", "publisher", "rate-limit-once", DRAFT, SOURCES),
          delivers("limited-review", "publisher", "rate-limit-once:review", DRAFT, SOURCES),
          delivers("refused-credential", "publisher", "auth-once", DRAFT, SOURCES),
          endless("hanging-agent", "hang-once"),
          endless("talkative-agent", "endless-output-once"),
          endless("stubborn-agent", "ignore-interrupt-once"),
          onGithub("github", Ends.FOR_GOOD, DRAFT, SOURCES),
          onGithub("github-lost-answers", Ends.FOR_GOOD, DRAFT, SOURCES),
          onGithub("github-cut-push", Ends.FOR_GOOD, DRAFT, SOURCES),
          onGithub("github-limited", Ends.FOR_GOOD, DRAFT, SOURCES),
          onGithub("github-away", Ends.FOR_GOOD, DRAFT, SOURCES),
          onGithub("github-refused-push", Ends.RETRIED, DRAFT, SOURCES),
          onGithub("github-refused-request", Ends.RETRIED, DRAFT, SOURCES),
          onGithub("github-told", Ends.TOLD, DRAFT, SOURCES, TOLD),
          inCluster("cluster", "publisher", DRAFT, SOURCES),
          inCluster("cluster-agent", "agent", RESEARCH, SOURCES));

  private Scenarios() {}

  static Scenario named(String name) {
    return ALL.stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario " + name));
  }

  static List<Scenario> inCompany(Company company) {
    return ALL.stream().filter(scenario -> scenario.company() == company).toList();
  }

  private static Scenario delivers(String name, String job, String behaviour, String... commits) {
    return new Scenario(
        name,
        job,
        behaviour,
        RunState.SUCCEEDED,
        "delivered",
        List.of(commits),
        Company.ANY,
        Ends.FOR_GOOD);
  }

  private static Scenario ends(String name, String behaviour, RunState state, String outcome) {
    return new Scenario(
        name, "publisher", behaviour, state, outcome, List.of(), Company.ANY, Ends.FOR_GOOD);
  }

  private static Scenario again(String name, String behaviour, Ends ends) {
    return new Scenario(
        name,
        "publisher",
        behaviour,
        RunState.SUCCEEDED,
        "delivered",
        List.of(DRAFT, SOURCES),
        Company.ANY,
        ends);
  }

  /** What goes wrong there stands in {@link Trouble}. */
  private static Scenario onGithub(String name, Ends ends, String... commits) {
    return new Scenario(
        name,
        "publisher",
        "",
        RunState.SUCCEEDED,
        "delivered",
        List.of(commits),
        Company.ON_GITHUB,
        ends);
  }

  private static Scenario inCluster(String name, String job, String... commits) {
    return new Scenario(
        name,
        job,
        "",
        RunState.SUCCEEDED,
        "delivered",
        List.of(commits),
        Company.IN_CLUSTER,
        Ends.FOR_GOOD);
  }

  private static Scenario endless(String name, String behaviour) {
    return new Scenario(
        name,
        "publisher",
        behaviour,
        RunState.SUCCEEDED,
        "delivered",
        List.of(DRAFT, SOURCES),
        Company.ALONE,
        Ends.FOR_GOOD);
  }
}
