package drover.guard;

import drover.config.Guardrail;
import drover.guard.Verdict.Denied;
import drover.guard.Verdict.Rule;
import drover.shell.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an agent with nobody at the keyboard never does, whatever it could reach. */
final class GuardrailRule implements CommandRule {
  private static final Set<String> CLUSTER = Set.of("kubectl", "oc", "k9s", "k3s", "microk8s");
  private static final Set<String> CLUSTER_CHANGES =
      Set.of(
          "apply",
          "create",
          "replace",
          "patch",
          "edit",
          "scale",
          "delete",
          "annotate",
          "label",
          "taint",
          "drain",
          "cordon",
          "uncordon",
          "autoscale",
          "expose",
          "set",
          "run",
          "rollout");
  private static final Pattern VOLUME =
      Pattern.compile(
          "(?i)(pvc?|persistentvolume(claim)?s?)([./,].*)?|.*,(pvc?|persistentvolume.*)");
  private static final Set<String> VAULT_CHANGES =
      Set.of(
          "write",
          "delete",
          "patch",
          "put",
          "destroy",
          "undelete",
          "rollback",
          "enable",
          "disable",
          "tune",
          "move",
          "create",
          "revoke",
          "operator",
          "unwrap",
          "rotate");
  private static final Set<String> TERRAFORM_CHANGES =
      Set.of("apply", "destroy", "import", "taint", "untaint", "state", "force-unlock", "run-all");
  private static final Set<String> HELM_CHANGES =
      Set.of("install", "upgrade", "uninstall", "rollback", "delete", "apply", "sync", "destroy");
  private static final Set<String> OTHER_CHANGES =
      Set.of("up", "destroy", "sync", "set", "create", "delete", "reconcile", "suspend", "resume");
  private static final Pattern CLOUD_CHANGE =
      Pattern.compile(
          "(create|delete|put|update|modify|run|terminate|attach|detach|authorize|revoke|deploy|set)(-.*)?");

  private static final Set<String> SPEAKING =
      Set.of("commit", "merge", "tag", "notes", "push", "commit-tree", "rebase", "cherry-pick");

  private final Set<Guardrail> guardrails;

  GuardrailRule(Set<Guardrail> guardrails) {
    this.guardrails = Set.copyOf(guardrails);
  }

  @Override
  public Optional<Denied> judge(List<Call> calls) {
    return calls.stream().flatMap(call -> broken(call).stream()).findFirst().map(this::denied);
  }

  private Optional<Guardrail> broken(Call call) {
    return Stream.of(
            Guardrail.VOLUMES, Guardrail.VAULT, Guardrail.INFRASTRUCTURE, Guardrail.CI_SKIP)
        .filter(guardrails::contains)
        .filter(guardrail -> breaks(call, guardrail))
        .findFirst();
  }

  private static boolean breaks(Call call, Guardrail guardrail) {
    return switch (guardrail) {
      case VOLUMES ->
          CLUSTER.contains(call.program())
              && call.operands().contains("delete")
              && call.operands().stream().anyMatch(word -> VOLUME.matcher(word).matches());
      case VAULT ->
          (call.program().equals("vault") && holds(call, VAULT_CHANGES))
              || call.arguments().stream().anyMatch(word -> word.startsWith("X-Vault-Token"));
      case INFRASTRUCTURE -> changesInfrastructure(call);
      case CI_SKIP ->
          call.program().equals("git")
              && SPEAKING.contains(GitCall.of(call).command())
              && Stream.concat(call.arguments().stream(), call.feed().text().stream())
                  .anyMatch(word -> Guardrail.CI_SKIP_MARK.matcher(word).find());
    };
  }

  private static boolean changesInfrastructure(Call call) {
    return switch (call.program()) {
      case "kubectl", "oc", "k3s", "microk8s" -> holds(call, CLUSTER_CHANGES);
      case "helm", "helmfile" -> holds(call, HELM_CHANGES);
      case "terraform", "tofu", "terragrunt" -> holds(call, TERRAFORM_CHANGES);
      case "aws", "gcloud", "az", "doctl", "hcloud", "flyctl" ->
          call.operands().stream().anyMatch(word -> CLOUD_CHANGE.matcher(word).matches());
      case "pulumi", "argocd", "flux" -> holds(call, OTHER_CHANGES);
      case "ansible-playbook" -> true;
      default -> false;
    };
  }

  private static boolean holds(Call call, Set<String> words) {
    return call.operands().stream().anyMatch(words::contains);
  }

  private Denied denied(Guardrail broken) {
    String sentence =
        switch (broken) {
          case VOLUMES -> "No volume, and no claim of one, is deleted.";
          case VAULT -> "Vault is not changed from here.";
          case INFRASTRUCTURE ->
              "Infrastructure changes only by its Terraform files, and those are applied elsewhere.";
          case CI_SKIP -> "No commit may make a CI skip it.";
        };
    return new Denied(
        Rule.GUARDRAIL, sentence + " Do what can be done without, and say what is left.");
  }
}
