package drover.config;

import java.util.List;
import java.util.Optional;

/** What of {@link PolicySettings} is different for one job. */
public record PolicyOverrides(
    Optional<List<String>> protectedBranches,
    Optional<List<String>> workflowFiles,
    Optional<List<String>> paths,
    Optional<List<Guardrail>> guardrails,
    Optional<Integer> maxFiles,
    Optional<Integer> maxLines,
    Optional<Long> maxFileBytes,
    Optional<Long> maxDiffBytes) {

  PolicySettings over(PolicySettings all) {
    return new PolicySettings(
        protectedBranches.orElse(all.protectedBranches()),
        workflowFiles.orElse(all.workflowFiles()),
        paths.orElse(all.paths()),
        guardrails.orElse(all.guardrails()),
        maxFiles.orElse(all.maxFiles()),
        maxLines.orElse(all.maxLines()),
        maxFileBytes.orElse(all.maxFileBytes()),
        maxDiffBytes.orElse(all.maxDiffBytes()),
        all.secretRules());
  }
}
