package drover.pipeline;

import static drover.claude.ScriptedMessagesApi.contains;
import static drover.claude.ScriptedStep.bash;
import static drover.claude.ScriptedStep.text;
import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import drover.claude.ScriptedStep;
import drover.github.fake.FakeCheck.Kind;
import drover.view.RunDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work on an issue that is on the default branch, and a CI that says no. */
@NeedsRealClaudeCli
class IssueMendingTest extends IssueBench {
  private String base = "";

  @BeforeEach
  void land() {
    base = repository.head("main").orElseThrow();
    bench.factory().with("DROVER_WATCH_RERUNS", "0").with("AFK_FIX_FORWARD_MAX_ATTEMPTS", "1");
    landing();
    whenImplementing(bash("echo Ciao > it && git add it && git commit -qm 'Add Italian'"));
    reviewing(5);
  }

  @Test
  void red_is_mended_by_the_same_agent_on_top_of_what_was_pushed() {
    String[] first = new String[1];
    repository.ci.onFirstLook(
        commit -> {
          if (!commit.equals(base)) {
            boolean isFirst = first[0] == null;
            first[0] = isFirst ? commit : first[0];
            repository.ci.says(Kind.CHECK, commit, "greet", isFirst ? "failure" : "success");
          }
        });
    whenMending(bash("echo 'Ciao!' > it && git commit -qam 'Shout'"));

    RunDocument run = toTheEnd();

    assertThat(run.summary().outcome()).as(run.summary().reason().orElse("")).contains("delivered");
    assertThat(Blog.gitIn(repository.git(), "rev-parse", "main^")).isEqualTo(first[0]);
    assertThat(Blog.gitIn(repository.git(), "show", "main:it")).isEqualTo("Ciao!");
    assertThat(run.turns())
        .extracting(RunDocument.Turn::sessionId)
        .filteredOn(one -> one.equals(run.turns().getFirst().sessionId()))
        .hasSize(2);
    assertThat(issue.open).isFalse();
    assertThat(issue.labels()).doesNotContain("ready-for-human");
  }

  @Test
  void what_the_agent_cannot_mend_is_left_as_it_is_for_a_person() {
    repository.ci.onFirstLook(
        commit -> {
          if (!commit.equals(base)) {
            repository.ci.says(Kind.CHECK, commit, "greet", "failure");
          }
        });
    whenMending();

    RunDocument run = toTheEnd();

    assertThat(run.summary().state()).as(run.summary().reason().orElse("")).isEqualTo("frozen");
    assertThat(run.summary().outcome()).contains("ci-red");
    assertThat(Blog.gitIn(repository.git(), "log", "--format=%s", base + "..main"))
        .as("nothing was reverted, and nothing empty was pushed")
        .isEqualTo("Say ciao to people");
    assertThat(issue.open).isTrue();
    assertThat(issue.labels()).contains("ready-for-human");
    assertThat(said()).singleElement().asString().contains("nothing was reverted");
  }

  private void whenMending(ScriptedStep... steps) {
    var all = new java.util.ArrayList<>(java.util.List.of(steps));
    all.add(text("Done."));
    bench
        .api()
        .whenPrompt(contains("The repository's CI then failed on it"))
        .then(all.toArray(ScriptedStep[]::new));
  }

  /** A run that waits is gone on with when its time has come. */
  private RunDocument toTheEnd() {
    RunDocument run = implement();
    while (run.summary().state().equals("waiting")) {
      run = bench.factory().goOn();
    }
    return run;
  }
}
