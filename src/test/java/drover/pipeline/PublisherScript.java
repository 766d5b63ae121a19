package drover.pipeline;

import static drover.claude.ScriptedMessagesApi.contains;
import static drover.claude.ScriptedStep.bash;
import static drover.claude.ScriptedStep.structured;
import static drover.claude.ScriptedStep.toolUse;

import drover.claude.ConversationScript;
import drover.claude.ScriptedMessagesApi;
import drover.claude.ScriptedStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the model says in the turns of the job {@code publisher}. */
record PublisherScript(ScriptedMessagesApi api, Path workspace) {
  private static final List<String> STAGES =
      List.of("research", "substance-gate", "write", "review", "qa", "security-audit");
  private static final List<String> CRITERIA =
      List.of("substance", "accuracy", "sources", "structure", "style");
  private static final String POST =
      """
      ---
      title: "%s"
      slug: x
      date: 2026-01-01
      tags: [test]
      summary: A post.
      status: draft
      ---

      A post about pipelines.

      ## Sources

      - None.
      """;

  ConversationScript whenImplementing() {
    return api.whenPrompt(contains("You run the publishing pipeline"));
  }

  ConversationScript whenReviewing() {
    return api.whenPrompt(contains("You review one change"));
  }

  ConversationScript whenAskedForReviewAgain() {
    return api.whenPrompt(contains("Your review could not be used"));
  }

  ConversationScript whenFixing() {
    return api.whenPrompt(contains("A reviewer who reads the work on this branch"));
  }

  ConversationScript whenRepairing() {
    return api.whenPrompt(contains("did not pass. The check was:"));
  }

  /** The usual turn: writes {@code posts/x.md}, commits it, reports. */
  ConversationScript implementing() {
    return whenImplementing().then(write("A first draft"), commit("Add a post"), report());
  }

  ConversationScript passing() {
    return whenReviewing().then(review(5));
  }

  /** A post that the blog's build accepts. */
  static String post(String title) {
    return POST.formatted(title);
  }

  ScriptedStep write(String title) {
    return writeFile("posts/x.md", post(title));
  }

  ScriptedStep writeFile(String file, String content) {
    return toolUse(
        "Write", Map.of("file_path", workspace.resolve(file).toString(), "content", content));
  }

  ScriptedStep commit(String message) {
    return bash("git add --all && git commit -qm '" + message + "'");
  }

  /** The report of a publisher whose stages have all passed. */
  ScriptedStep report() {
    return reportFailing("", "");
  }

  ScriptedStep reportFailing(String failedStage, String note) {
    List<Map<String, String>> stages = new ArrayList<>();
    for (String stage : STAGES) {
      boolean failed = stage.equals(failedStage);
      stages.add(
          Map.of(
              "name", stage, "result", failed ? "failed" : "passed", "note", failed ? note : "ok"));
    }
    return structured(Map.of("stages", stages, "summary", "Wrote a post."));
  }

  /** The same score for every criterion. */
  ScriptedStep review(int score, String... findings) {
    Map<String, Integer> scores = new LinkedHashMap<>();
    CRITERIA.forEach(criterion -> scores.put(criterion, score));
    return structured(Map.of("scores", scores, "findings", List.of(findings)));
  }
}
