package drover.pipeline;

import static drover.claude.ScriptedStep.bash;
import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import drover.github.fake.Fault;
import drover.github.fake.Fault.Moment;
import drover.view.RunDocument;
import org.junit.jupiter.api.Test;

/** Work on an issue that goes to the default branch without a pull request. */
@NeedsRealClaudeCli
class IssueLandingTest extends IssueBench {
  @Test
  void an_enrolled_repository_that_wants_it_gets_the_commit_on_its_default_branch() {
    landing();
    whenImplementing(bash("echo Ciao > it && git add it && git commit -qm 'Add Italian'"));
    reviewing(5);

    RunDocument run = implement();

    assertThat(run.summary().outcome()).as(run.summary().reason().orElse("")).contains("delivered");
    assertThat(repository.pulls).isEmpty();
    assertThat(repository.head("main")).isEqualTo(run.summary().headSha());
    assertThat(Blog.gitIn(repository.git(), "log", "-1", "--format=%s", "main"))
        .isEqualTo("Say ciao to people");
    assertThat(said()).singleElement().asString().contains("branch `main`");
  }

  @Test
  void what_others_pushed_meanwhile_is_merged_and_verified_and_stays() {
    landing();
    whenImplementing(
        bash("echo Ciao > it && git add it && git commit -qm 'Add Italian'"),
        meanwhile("echo Hei > fi"));
    reviewing(5);

    RunDocument run = implement();

    assertThat(run.summary().outcome()).as(run.summary().reason().orElse("")).contains("delivered");
    assertThat(repository.head("main")).isEqualTo(run.summary().headSha());
    assertThat(Blog.gitIn(repository.git(), "ls-tree", "--name-only", "main").lines())
        .contains("it", "fi");
    assertThat(Blog.gitIn(repository.git(), "log", "--format=%s", "main").lines())
        .contains("Say ciao to people", "Meanwhile");
    assertThat(run.steps())
        .extracting(RunDocument.Step::name)
        .containsSubsequence("compose", "deliver", "merge", "verify", "deliver");
  }

  @Test
  void what_contradicts_what_others_pushed_stays_here_and_is_told() {
    landing();
    whenImplementing(
        bash("echo Ciao > it && git add it && git commit -qm 'Add Italian'"),
        meanwhile("echo Salve > it"));
    reviewing(5);

    RunDocument run = implement();

    assertThat(run.summary().outcome()).contains("not-pushable");
    assertThat(run.summary().reason().orElse(""))
        .contains("main has changed meanwhile in the same places: it");
    assertThat(Blog.gitIn(repository.git(), "log", "-1", "--format=%s", "main"))
        .isEqualTo("Meanwhile");
    assertThat(said()).singleElement().asString().contains("merge-conflict");
  }

  @Test
  void what_does_not_pass_together_with_what_others_pushed_stays_here() {
    landing();
    whenImplementing(
        bash("echo Ciao > it && git add it && git commit -qm 'Add Italian'"),
        meanwhile("echo no > broken"));
    reviewing(5);

    RunDocument run = implement();

    assertThat(run.summary().outcome()).contains("not-pushable");
    assertThat(run.summary().reason().orElse("")).startsWith("merge-not-sound: test failed");
    assertThat(Blog.gitIn(repository.git(), "log", "-1", "--format=%s", "main"))
        .isEqualTo("Meanwhile");
  }

  @Test
  void whatever_goes_wrong_while_it_is_pushed_it_is_on_the_branch_once() {
    landing();
    whenImplementing(
        bash("echo Ciao > it && git add it && git commit -qm 'Add Italian'"),
        meanwhile("echo Hei > fi"));
    reviewing(5);
    RunDocument run = implement(new Fault.Planned(4, Moment.BEFORE, Fault.BAD_GATEWAY));
    int waits = 0;
    while (run.summary().state().equals("waiting")) {
      assertThat(++waits).as("waits in all").isLessThan(12);
      github.forgetRequests();
      github.plan(
          new Fault.Planned(waits, waits % 2 == 0 ? Moment.BEFORE : Moment.AFTER, Fault.CUT));
      run = bench.factory().goOn();
    }
    assertThat(run.summary().outcome()).as(run.summary().reason().orElse("")).contains("delivered");
    assertThat(Blog.gitIn(repository.git(), "log", "--format=%s", "main").lines())
        .containsOnlyOnce("Say ciao to people");
    assertThat(said()).hasSize(1);
  }

  @Test
  void a_repository_that_nobody_has_enrolled_gets_nothing_on_its_default_branch() {
    wantsIt();
    String before = repository.head("main").orElseThrow();
    whenImplementing(bash("echo Ciao > it && git add it && git commit -qm 'Add Italian'"));
    reviewing(5);

    RunDocument run = implement();

    assertThat(run.summary().state()).isEqualTo("blocked");
    assertThat(run.summary().outcome()).contains("policy-refused");
    assertThat(repository.head("main")).contains(before);
  }
}
