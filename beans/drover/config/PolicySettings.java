package drover.config;

import java.util.List;
import java.util.Optional;

/**
 * What is judged before anything leaves.
 *
 * @param protectedBranches patterns of branches that are never written
 * @param workflowFiles patterns of files that run code elsewhere once they are pushed
 * @param paths patterns of paths that may be touched; empty: all
 * @param maxLines lines added and removed together
 * @param maxDiffBytes most that is read of a change
 * @param secretRules file in the format of gitleaks.toml; empty: the rules that are shipped
 */
public record PolicySettings(
    List<String> protectedBranches,
    List<String> workflowFiles,
    List<String> paths,
    List<Guardrail> guardrails,
    int maxFiles,
    int maxLines,
    long maxFileBytes,
    long maxDiffBytes,
    Optional<String> secretRules) {

  public PolicySettings {
    protectedBranches = List.copyOf(protectedBranches);
    workflowFiles = List.copyOf(workflowFiles);
    paths = List.copyOf(paths);
    guardrails = List.copyOf(guardrails);
    secretRules = secretRules.filter(file -> !file.isBlank());
  }

  PolicySettings withPaths(List<String> others) {
    return new PolicySettings(
        protectedBranches,
        workflowFiles,
        others,
        guardrails,
        maxFiles,
        maxLines,
        maxFileBytes,
        maxDiffBytes,
        secretRules);
  }
}
