package drover.github.enrol;

import drover.config.JobSettings;
import drover.config.JobSettings.VerifyCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the files of a repository say of it.
 *
 * @param paths of files and directories on its default branch
 */
record RepositoryFiles(Set<String> paths) {
  private static final String JOB = "implement-issue";
  private static final List<String> CI =
      List.of(
          ".github/workflows",
          ".woodpecker",
          ".woodpecker.yml",
          ".woodpecker.yaml",
          ".gitlab-ci.yml",
          ".circleci",
          "Jenkinsfile",
          "azure-pipelines.yml");
  private static final List<String> INSTRUCTIONS = List.of("CLAUDE.md", "AGENTS.md");

  List<Finding> findings(Optional<JobSettings> job) {
    List<Finding> all = new ArrayList<>();
    all.add(tests(job));
    all.add(ci());
    all.add(instructions());
    return all;
  }

  /** By the rule by which a run finds them. */
  private Finding tests(Optional<JobSettings> job) {
    if (job.isEmpty()) {
      return Finding.missing(
          "tests", "the job %s is not available in this version".formatted(JOB), "update Drover");
    }
    List<String> commands =
        job.get().verify().stream()
            .filter(command -> command.onlyIf().filter(path -> !paths.contains(path)).isEmpty())
            .map(VerifyCommand::command)
            .toList();
    if (!commands.isEmpty()) {
      return Finding.ok("tests", "a commit is verified by " + String.join(", ", commands));
    }
    String looked =
        String.join(
            ", ", job.get().verify().stream().flatMap(one -> one.onlyIf().stream()).toList());
    return Finding.missing(
        "tests",
        looked.isEmpty()
            ? "drover.jobs.%s.verify names no command".formatted(JOB)
            : "the repository has none of " + looked,
        "add one of them, or name its own test command in drover.jobs.%s.verify".formatted(JOB));
  }

  private Finding ci() {
    return first(CI)
        .map(path -> Finding.ok("ci", path))
        .orElseGet(
            () ->
                Finding.absent(
                    "ci",
                    "no configuration of a CI was found",
                    "without one nobody tells whether what was delivered is sound"));
  }

  private Finding instructions() {
    return first(INSTRUCTIONS)
        .map(path -> Finding.ok("instructions", path))
        .orElseGet(
            () ->
                Finding.absent(
                    "instructions",
                    "there is no " + String.join(" and no ", INSTRUCTIONS),
                    "write down how the project is built and tested, and what not to touch"));
  }

  private Optional<String> first(List<String> wanted) {
    return wanted.stream().filter(paths::contains).findFirst();
  }
}
