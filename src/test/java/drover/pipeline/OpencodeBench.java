package drover.pipeline;

import static drover.claude.ScriptedStep.text;
import static drover.claude.ScriptedStep.toolUse;

import drover.claude.ConversationScript;
import drover.claude.RealClaudeCli;
import drover.claude.ScriptedMessagesApi;
import drover.claude.ScriptedStep;
import drover.json.Json;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.opencode.RealOpencode;
import drover.runtime.AgentRuntime;
import drover.task.Confinement;
import drover.view.RunDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A factory whose work is done by the real opencode, and reviewed by the real Claude Code. */
record OpencodeBench(Blog blog, ScriptedMessagesApi api, FactoryBench factory, PublisherScript says)
    implements AutoCloseable {
  static final String KEY = "fake-api-key-of-the-opencode-tests";
  private static final List<String> STAGES =
      List.of("research", "substance-gate", "write", "review", "qa", "security-audit");

  static OpencodeBench in(Path folder) throws IOException {
    ScriptedMessagesApi api = ScriptedMessagesApi.start();
    FactoryBench factory =
        new FactoryBench(folder)
            .with("CLAUDE_CODE_OAUTH_TOKEN", FactoryBench.TOKEN)
            .with("DROVER_CLAUDE_COMMAND", RealClaudeCli.path().toString())
            .with("DROVER_CLAUDE_API_URL", api.baseUrl())
            .with("DROVER_CLAUDE_MAX_RETRIES", "1")
            .with("OPENCODE_API_KEY", KEY)
            .with("DROVER_OPENCODE_COMMAND", RealOpencode.path().toString())
            .with("DROVER_OPENCODE_MODEL", "anthropic/claude-sonnet-5-5")
            .with("DROVER_OPENCODE_API_URL", api.baseUrl() + "/v1");
    return new OpencodeBench(
        Blog.in(folder), api, factory, new PublisherScript(api, factory.workspace()));
  }

  RunDocument publish(Confinement confinement) {
    return factory.run(
        FactoryBench.task("publisher", "Write", Map.of(), blog, confinement)
            .by(Optional.of(AgentRuntime.OPENCODE)));
  }

  /** In its own words for tools. */
  static ScriptedStep bash(String command) {
    return toolUse("bash", Map.of("command", command, "description", "Run a command"));
  }

  ConversationScript implementing() {
    return says.whenImplementing().then(post(), commit("Add a post"), report("", ""));
  }

  ScriptedStep post() {
    return bash("cat > posts/x.md <<'POST'\n" + PublisherScript.post("A draft") + "POST\n");
  }

  ScriptedStep commit(String message) {
    return bash("git add --all && git commit -qm '" + message + "'");
  }

  /** The publisher's report as text, the way an agent gives it that knows no schemas. */
  ScriptedStep report(String failedStage, String note) {
    List<Map<String, String>> stages =
        STAGES.stream()
            .map(
                stage ->
                    Map.of(
                        "name", stage,
                        "result", stage.equals(failedStage) ? "failed" : "passed",
                        "note", stage.equals(failedStage) ? note : "ok"))
            .toList();
    Map<String, Object> report = Map.of("stages", stages, "summary", "Wrote a post.");
    return text("The draft is there.\n\n```json\n" + Json.write(report) + "\n```\n");
  }

  Stream<String> told(EventType type) {
    return factory.events().stream()
        .filter(event -> event.type() == type)
        .map(EventRecord::json)
        .map(json -> Json.tree(json).path("text").asText());
  }

  @Override
  public void close() {
    factory.close();
    api.close();
    api.verifyNothingUnexpected();
  }
}
