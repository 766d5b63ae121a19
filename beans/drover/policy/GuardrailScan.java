package drover.policy;

import drover.config.Guardrail;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks in what a commit adds, and in what it says about itself, for what the guardrails forbid:
 * commands and calls that would do it once somebody runs them. Pages for people may name them.
 */
final class GuardrailScan {
  private static final Pattern PAGE = Pattern.compile("(?i).*\\.(md|markdown|rst|adoc|txt)");
  private static final String KUBECTL = "\\b(?:kubectl|oc)\\b[^\\n;|&]{0,200}?\\s";

  private record Forbidden(Guardrail guardrail, Pattern pattern, String sentence) {
    static Forbidden of(Guardrail guardrail, String pattern, String sentence) {
      return new Forbidden(guardrail, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), sentence);
    }
  }

  private static final List<Forbidden> IN_FILES =
      List.of(
          Forbidden.of(
              Guardrail.VOLUMES,
              KUBECTL
                  + "delete\\s[^\\n;|&]{0,200}?\\b(?:pvc?|persistentvolume(?:claim)?s?)\\b"
                  + "|\\bdelete_?(?:collection_?)?(?:namespaced_?)?persistent_?volume"
                  + "|\\bpersistentVolumes?(?:Claims?)?\\([^)\\n]{0,99}\\)[^\\n]{0,99}\\.delete\\("
                  + "|\\b(?:persistentVolume)?reclaimPolicy\\b\\s{0,9}[:=]\\s{0,9}[\"']?(?:Delete|Recycle)\\b",
              "would delete a volume or a claim of one"),
          Forbidden.of(
              Guardrail.VAULT,
              "\\bvault\\s+(?:-\\S+\\s+)*(?:write|delete|patch|kv\\s+(?:-\\S+\\s+)*(?:put|patch|delete|destroy|undelete|rollback|metadata\\s+(?:put|patch|delete))"
                  + "|policy\\s+(?:write|delete)|(?:secrets|auth|audit)\\s+(?:enable|disable|tune|move)|token\\s+(?:create|revoke)|lease\\s+revoke|operator\\s+\\w|namespace\\s+(?:create|delete))"
                  + "|\\bX-Vault-Token\\b",
              "would change Vault directly"),
          Forbidden.of(
              Guardrail.INFRASTRUCTURE,
              KUBECTL
                  + "(?:apply|create|replace|patch|edit|scale|delete|annotate|label|taint|drain|cordon|uncordon|autoscale|expose|set\\s+(?:image|env|resources)|rollout\\s+(?:restart|undo))\\b"
                  + "|\\bhelm\\s+(?:-\\S+\\s+)*(?:install|upgrade|uninstall|rollback|delete)\\b"
                  + "|\\bhelmfile\\s+(?:apply|sync|destroy)\\b|\\bargocd\\s+app\\s+(?:create|delete|set|sync)\\b"
                  + "|\\baws\\s+[a-z0-9-]+\\s+(?:create|delete|put|update|modify|run|terminate|attach|detach|authorize|revoke)-[a-z]"
                  + "|\\bgcloud\\s[^\\n;|&]{0,99}?\\s(?:create|delete|update|deploy)\\b|\\baz\\s[^\\n;|&]{0,99}?\\s(?:create|delete|update)\\b"
                  + "|\\bpulumi\\s+(?:up|destroy)\\b|\\bansible-playbook\\s",
              "would change infrastructure past Terraform"));

  private final Set<Guardrail> guardrails;

  GuardrailScan(List<Guardrail> guardrails) {
    this.guardrails = EnumSet.noneOf(Guardrail.class);
    this.guardrails.addAll(guardrails);
  }

  List<Finding> in(Fragment fragment) {
    if (guardrails.isEmpty() || PAGE.matcher(fragment.path()).matches()) {
      return List.of();
    }
    return fragment.path().isEmpty() ? inMessage(fragment) : inFile(fragment);
  }

  private List<Finding> inMessage(Fragment fragment) {
    return guardrails.contains(Guardrail.CI_SKIP)
            && Guardrail.CI_SKIP_MARK.matcher(fragment.text()).find()
        ? List.of(Finding.of(Rule.CI_SKIP, fragment.shown(), "asks a CI to skip it"))
        : List.of();
  }

  private List<Finding> inFile(Fragment fragment) {
    List<Finding> found = new ArrayList<>();
    Lines lines = new Lines(fragment);
    if (guardrails.contains(Guardrail.CI_SKIP)) {
      found.addAll(
          matches(fragment, lines, Guardrail.CI_SKIP_MARK, "would make a CI skip a commit"));
    }
    for (Forbidden forbidden : IN_FILES) {
      if (guardrails.contains(forbidden.guardrail())) {
        found.addAll(matches(fragment, lines, forbidden.pattern(), forbidden.sentence()));
      }
    }
    return found;
  }

  private static List<Finding> matches(
      Fragment fragment, Lines lines, Pattern pattern, String sentence) {
    List<Finding> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(fragment.text());
    while (matcher.find()) {
      if (lines.anyAdded(matcher.start(), matcher.end())) {
        found.add(
            new Finding(
                Rule.GUARDRAIL, fragment.shown(), lines.firstAdded(matcher.start()), sentence));
      }
    }
    return found;
  }
}
