package drover.guard;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Guardrail;
import drover.guard.Verdict.Denied;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no agent does with nobody at the keyboard, in the spellings in which it is really done. */
class GuardrailRuleTest {
  private static final Places PLACES = new Places(Path.of("/workspace"), Path.of("/home/agent"));
  private final Guard guard = new Guard(PLACES, EnumSet.allOf(Guardrail.class));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubectl delete pvc data-0",
        "kubectl -n db delete persistentvolumeclaim/data-0 --wait=false",
        "kubectl delete pv,pvc --all",
        "KUBECONFIG=x oc delete pods,pvc -l app=db",
        "sudo kubectl --context prod delete PersistentVolume x",
        "vault kv put secret/app key=value",
        "vault write -f auth/approle/role/x",
        "VAULT_ADDR=https://v vault policy delete app",
        "curl -H 'X-Vault-Token: t' -X DELETE https://v/v1/secret/app",
        "kubectl apply -f deploy.yaml",
        "cat x.yaml | kubectl apply -f -",
        "kubectl set image deploy/app app=app:2",
        "cd infra && terraform apply -auto-approve",
        "tofu destroy",
        "terraform state rm module.x",
        "helm --namespace x upgrade --install app ./chart",
        "aws s3api delete-bucket --bucket x",
        "gcloud compute instances create x",
        "git commit -m 'Mend it [skip ci]'",
        "git commit -m '[CI SKIP] Mend it'",
        "git commit -m 'x' -m 'skip-checks: true'",
        "git commit --amend -m '***NO_CI***'",
        "git push -o ci.skip origin x",
        "git commit -F - <<'E'\nMend it\n\n[no ci]\nE",
        "git -c user.name=x commit -m 'y [actions skip]'",
      })
  void it_is_denied_with_what_to_do_instead(String command) {
    assertThat(judge(guard, command))
        .isInstanceOfSatisfying(
            Denied.class,
            denied -> {
              assertThat(denied.rule()).isEqualTo(Verdict.Rule.GUARDRAIL);
              assertThat(denied.sentence()).endsWith("say what is left.");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubectl get pvc",
        "grep -rn 'kubectl delete pvc' docs",
        "vault kv get secret/app",
        "terraform validate && terraform fmt && terraform plan",
        "helm template ./chart",
        "aws s3 ls",
        "git commit -m 'Skip the ci page where it is empty'",
        "git commit -m 'No change of [skip] words'",
        "npm test -- --skip-slow",
      })
  void what_only_looks_or_speaks_of_it_is_allowed(String command) {
    assertThat(judge(guard, command)).isEqualTo(Verdict.ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubectl apply -f x.yaml", "git commit -m '[skip ci]'"})
  void a_job_without_the_guardrail_may(String command) {
    assertThat(judge(new Guard(PLACES, Set.of()), command)).isEqualTo(Verdict.ALLOWED);
  }

  private static Verdict judge(Guard guard, String command) {
    return guard.judge(new ToolCall("id", "Bash", "/workspace", Map.of("command", command)));
  }
}
