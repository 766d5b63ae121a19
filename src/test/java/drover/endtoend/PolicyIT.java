package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the policy refuses, as the person at the command line meets it. */
@Execution(ExecutionMode.CONCURRENT)
class PolicyIT {
  @TempDir private Path directory;
  private Desk desk;
  private Repository source;

  @BeforeEach
  void sitDown() {
    desk = new Desk(directory);
    source = Repository.blog(directory.resolve("source"));
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @Test
  void aSecretBlocksTheRunAndNobodyCanApproveIt() {
    Said said = desk.misbehaving("secret").publish(source.path()).complained(1);
    String run = said.text("id");

    assertThat(said.text("outcome")).isEqualTo("policy-refused");
    assertThat(said.err())
        .contains("policy-refused: secret: rehearsal-credentials.env:1:")
        .doesNotContain("oat01-");
    assertThat(source.agentBranches()).isEmpty();

    Said refused = desk.drover("approve", run, "--why", "please").complained(1);

    assertThat(refused.err()).contains("cannot be approved", "a secret must not leave");
    assertThat(desk.show(run).path("state").asText()).isEqualTo("blocked");
    assertThat(desk.drover("show", run).out()).contains("nobody may approve it");
    assertThat(source.agentBranches()).isEmpty();
  }

  @Test
  void aChangedWorkflowIsDeliveredOnceAPersonHasApprovedIt() {
    String run = desk.misbehaving("workflow").publish(source.path()).complained(1).text("id");
    assertThat(source.agentBranches()).isEmpty();
    assertThat(desk.drover("show", run).out())
        .contains(".github/workflows/rehearsal.yml", "./drover approve " + run);

    Said approved = desk.drover("approve", run, "--why", "I wrote it", "--json").succeeded();

    assertThat(approved.text("outcome")).isEqualTo("delivered");
    assertThat(approved.json().at("/approvals/0/why").asText()).isEqualTo("I wrote it");
    assertThat(source.agentBranches()).containsExactly(approved.text("branch"));
    assertThat(desk.drover("show", run).out())
        .contains("approved by " + System.getProperty("user.name"), "I wrote it")
        .doesNotContain("./drover approve");
    assertThat(desk.drover("approve", run).complained(1).err())
        .contains("is succeeded, not blocked");
  }

  @Test
  void anApprovalIsUsedUpWithItsDelivery() {
    Said blocked = desk.misbehaving("workflow").publish(source.path()).complained(1);
    String run = blocked.text("id");
    source.git("branch", blocked.text("branch"), "main");
    assertThat(desk.drover("approve", run, "--json").complained(1).text("outcome"))
        .isEqualTo("not-pushable");
    source.git("branch", "-D", blocked.text("branch"));

    Said again = desk.drover("retry", run, "--json").complained(1);

    assertThat(again.text("outcome")).isEqualTo("policy-refused");
    assertThat(source.agentBranches()).isEmpty();
  }

  @Test
  void aReviewThatDidNotPassIsDeliveredOnceAPersonHasApprovedIt() {
    String run = desk.misbehaving("low-scores").publish(source.path()).complained(1).text("id");

    Said approved = desk.drover("approve", run, "--json").succeeded();

    assertThat(approved.json().path("reviews")).hasSize(3);
    assertThat(source.agentBranches()).containsExactly(approved.text("branch"));
  }

  @Test
  void aRunThatIsNotBlockedHasNothingToApprove() {
    String run = desk.misbehaving("").publish(source.path()).succeeded().text("id");

    assertThat(desk.drover("approve", run).complained(1).err()).contains("nothing to approve");
    assertThat(desk.drover("approve", "rnone").complained(1).err()).contains("no run rnone");
  }

  @Test
  void rulesThatCannotBeUsedStopTheStartAndNameTheRule() {
    source.write("rules.toml", "[[rules]]\nid = \"mine\"\nregex = '''(?=x)'''\n");

    Said said =
        desk.with("DROVER_POLICY_SECRET_RULES", source.path().resolve("rules.toml"))
            .publish(source.path())
            .complained(2);

    assertThat(said.err()).contains("rules.toml", "rule mine");
  }
}
