package drover.policy;

import drover.config.PolicySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules about what a branch changes in sum. */
final class SumRules {
  private static final String WHOLE = "the change";

  private final PolicySettings settings;
  private final List<PathPattern> workflowFiles;
  private final List<PathPattern> scope;

  SumRules(PolicySettings settings) {
    this.settings = settings;
    this.workflowFiles = PathPattern.all(settings.workflowFiles());
    this.scope = PathPattern.all(settings.paths());
  }

  List<Finding> judge(Sum sum) {
    List<Finding> findings = new ArrayList<>(sizes(sum));
    for (Change change : sum.changes()) {
      findings.addAll(judge(change, sum));
    }
    return findings;
  }

  private List<Finding> sizes(Sum sum) {
    List<Finding> findings = new ArrayList<>();
    int files = sum.changes().size();
    if (files > settings.maxFiles()) {
      findings.add(
          Finding.of(
              Rule.SIZE,
              WHOLE,
              "touches %d files; allowed are %d".formatted(files, settings.maxFiles())));
    }
    if (sum.lines() > settings.maxLines()) {
      findings.add(
          Finding.of(
              Rule.SIZE,
              WHOLE,
              "adds and removes %d lines; allowed are %d"
                  .formatted(sum.lines(), settings.maxLines())));
    }
    return findings;
  }

  private List<Finding> judge(Change change, Sum sum) {
    List<Finding> findings = new ArrayList<>();
    String path = change.path().text();
    String shown = change.path().shown();
    if (anyMatches(workflowFiles, path)) {
      findings.add(
          Finding.of(Rule.WORKFLOW, shown, "says what other machines run once it is pushed"));
    }
    if (!scope.isEmpty() && !anyMatches(scope, path)) {
      findings.add(Finding.of(Rule.PATH, shown, "is outside the paths that this job may touch"));
    }
    if (change.touchesSubmodule()) {
      findings.add(Finding.of(Rule.SUBMODULE, shown, "is a submodule, whose content nobody sees"));
    } else if (path.equalsIgnoreCase(".gitmodules")) {
      findings.add(Finding.of(Rule.SUBMODULE, shown, "says where submodules come from"));
    }
    if (change.isLink()) {
      problem(change, sum).ifPresent(why -> findings.add(Finding.of(Rule.LINK, shown, why)));
    } else if (sum.sizeOf(change) > settings.maxFileBytes()) {
      findings.add(
          Finding.of(
              Rule.SIZE,
              shown,
              "has %d bytes; allowed are %d"
                  .formatted(sum.sizeOf(change), settings.maxFileBytes())));
    }
    return findings;
  }

  private static Optional<String> problem(Change link, Sum sum) {
    return sum.targetOf(link)
        .map(target -> LinkTarget.problem(link.path().text(), target))
        .orElseGet(() -> Optional.of("is a link whose target is too long for a path"));
  }

  private static boolean anyMatches(List<PathPattern> patterns, String path) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }
}
