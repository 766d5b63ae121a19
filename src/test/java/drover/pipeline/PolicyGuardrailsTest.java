package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.policy.Finding;
import drover.policy.Rule;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the work of nobody at the keyboard never brings: in what it adds, removes, and says. */
class PolicyGuardrailsTest extends PolicyBench {
  private static final String CLAIM =
      "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec: {}\n";

  @BeforeEach
  void withAllOfThem() {
    yaml = "{drover: {policy: {guardrails: [volumes, vault, infrastructure, ci-skip]}}}";
  }

  private static final List<String> COMMANDS =
      List.of(
          "kubectl delete pvc data-0",
          "oc -n db delete --wait=false persistentvolumeclaim/data",
          "client.persistentVolumeClaims().withName(x).delete()",
          "api.delete_namespaced_persistent_volume_claim(name, ns)",
          "persistentVolumeReclaimPolicy: Delete",
          "vault kv put secret/app key=value",
          "vault -namespace=x write auth/token/create ttl=1h",
          "curl -H \"X-Vault-Token: $T\" -X POST $VAULT_ADDR/v1/secret/app",
          "kubectl apply -f deploy.yaml",
          "kubectl --context prod rollout restart deploy/app",
          "helm upgrade --install app ./chart",
          "aws rds delete-db-instance --db-instance-identifier x",
          "gcloud sql instances delete x",
          "git commit -m 'Release [skip ci]'",
          "git push -o ci.skip");

  private static final List<String> MARKS =
      List.of(
          "[skip ci]",
          "[ci skip]",
          "[no ci]",
          "[skip actions]",
          "[actions skip]",
          "[Skip CI]",
          "[ SKIP  CI ]",
          "[skip-ci]",
          "[ci-skip]",
          "[skip travis]",
          "[travis skip]",
          "[skip travis-ci]",
          "[skip circleci]",
          "[skip appveyor]",
          "[appveyor skip]",
          "***NO_CI***",
          "[skip azurepipelines]",
          "[azpipelines skip]",
          "[skip drone]",
          "[skip netlify]",
          "[skip vercel]",
          "[CF-Pages-Skip]",
          "[skip cd]",
          "[no build]",
          "skip-checks: true",
          "skip-checks:true",
          "--skip-ci");

  private static final List<String> HARMLESS =
      List.of("Skip CI files", "[no changes] here", "Name the ci [again]", "[skipped]");

  @Test
  void a_line_that_would_do_it_is_found_whatever_tool_it_is_for() {
    commit("bin/x.sh", "#!/bin/sh\n" + String.join("\n\n", COMMANDS) + "\n");
    assertThat(judge().findings())
        .allSatisfy(found -> assertThat(found.rule()).isEqualTo(Rule.GUARDRAIL))
        .extracting(Finding::line)
        .containsAll(LongStream.range(0, COMMANDS.size()).map(n -> 2 + 2 * n).boxed().toList());
  }

  @Test
  void a_message_that_asks_a_ci_to_look_away_leaves_in_no_spelling() {
    MARKS.forEach(mark -> say("Mend it because " + mark));
    HARMLESS.forEach(this::say);
    assertThat(judge().findings())
        .hasSize(MARKS.size())
        .allSatisfy(found -> assertThat(found.rule()).isEqualTo(Rule.CI_SKIP))
        .allSatisfy(found -> assertThat(found.file()).startsWith("the message of commit "));
    assertThat(judge().getBlock().never()).isPresent();
  }

  private void say(String message) {
    git("commit", "-q", "--allow-empty", "-m", "Change", "-m", message);
  }

  @Test
  void a_claim_that_is_described_no_more_is_found_and_one_that_moves_is_not() {
    commit("k8s/claim.yaml", "kind: ConfigMap\n---\n" + CLAIM);
    commit("main.tf", "resource \"kubernetes_persistent_volume_claim\" \"db\" {}\n");
    rebase();

    git("mv", "k8s/claim.yaml", "k8s/volumes.yaml");
    git("commit", "-q", "-m", "Move");
    assertThat(judge().findings()).isEmpty();

    commit("k8s/volumes.yaml", "kind: ConfigMap\n");
    commit("main.tf", "# nothing\n");
    assertThat(judge().findings())
        .extracting(Finding::rule, Finding::sentence)
        .containsExactlyInAnyOrder(
            org.assertj.core.api.Assertions.tuple(
                Rule.GUARDRAIL,
                "describes PersistentVolumeClaim data no more, which deletes it once it is applied"),
            org.assertj.core.api.Assertions.tuple(
                Rule.GUARDRAIL,
                "describes kubernetes_persistent_volume_claim db no more, which deletes it once it is applied"));
  }

  @Test
  void pages_for_people_may_name_it_and_other_jobs_may_do_it() {
    commit("docs/runbook.md", "Never `kubectl delete pvc`, never [skip ci].\n");
    assertThat(judge().findings()).isEmpty();
    commit("bin/deploy", "kubectl apply -f .\n");
    yaml = "";
    assertThat(judge().findings()).isEmpty();
  }

  /** As if the run had begun here. */
  private void rebase() {
    bench.workspaces.receive(workspace);
    workspace = workspace.onto(head());
  }
}
