package drover.pipeline;

import static drover.claude.ScriptedStep.bash;
import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import drover.claude.ReceivedRequest;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.machine.Running;
import drover.sandbox.NeedsSandbox;
import drover.task.Confinement;
import drover.view.RunDocument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real CLI behind bubblewrap: it works, through the one door, and gets nothing else. */
@NeedsRealClaudeCli
@NeedsSandbox
@Timeout(180)
class ConfinedAgentTest {
  private RealCliBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = RealCliBench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aWholeRunIsDoneConfined() {
    RunDocument run = publish(bash("pwd; id -u; echo $HOME"));

    assertThat(run.summary().reason().orElse("")).startsWith("delivered: ");
    assertThat(toolResult()).contains("/workspace", "1000", "/home/agent");
    assertThat(bench.blog().git("log", "--format=%s", "main.." + bench.branch()))
        .isEqualTo("Add a post");
  }

  @Test
  void itsHostsAreRecordedWithTheRun() {
    publish(bash("true"));

    assertThat(texts(EventType.ACTIVITY)).anyMatch(text -> text.startsWith("network: 127.0.0.1:"));
  }

  @Test
  void filesProcessesAndNetworkOfTheMachineAreOutOfReach() throws IOException {
    Path ledger = bench.factory().data().resolve("ledger.db");
    try (ServerSocket service = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      publish(
          bash(
              String.join(
                  "; ",
                  "for f in %s %s/README.md /root /home; do ls $f && echo FOUND $f"
                      .formatted(ledger, bench.blog().directory()),
                  "done",
                  "socat -T 2 - TCP:127.0.0.1:%d && echo REACHED".formatted(service.getLocalPort()),
                  "curl -s -m 5 http://127.0.0.1:%d --noproxy '' && echo PROXIED"
                      .formatted(service.getLocalPort()),
                  "grep -l DROVER_HOME /proc/[0-9]*/environ && echo FACTORY",
                  "kill -0 %d && echo KILLED".formatted(ProcessHandle.current().pid()),
                  "echo x > /usr/planted && echo WRITTEN",
                  "echo over")));

      assertThat(toolResult())
          .contains("over")
          .doesNotContain("FOUND", "REACHED", "FACTORY", "KILLED", "WRITTEN");
    }
  }

  @Test
  void nothingIsLeftOfIt() {
    RunDocument run = publish(bash("setsid sleep 1000 >/dev/null 2>&1 & echo left"));

    assertThat(toolResult()).contains("left");
    assertThat(Running.forRun(run.summary().id())).isEmpty();
    assertThat(bench.factory().runDirectory().resolve("doors")).doesNotExist();
  }

  @Test
  void theGuardStopsACommandAndTheModelLearnsWhy() {
    publish(bash("git push --force origin main; touch it-ran"));

    assertThat(toolResult()).contains("force");
    assertThat(bench.factory().workspace().resolve("it-ran")).doesNotExist();
    assertThat(texts(EventType.NOTICE)).anyMatch(text -> text.contains("git push --force"));
  }

  @Test
  void aRepositoryCannotSwitchTheGuardOff() throws IOException {
    Path settings = bench.blog().directory().resolve(".claude/settings.json");
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, "{\"disableAllHooks\": true}");
    bench.blog().git("add", "-A", "-f");
    bench
        .blog()
        .git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "no hooks");

    publish(bash("git push --force origin main; touch it-ran"));

    assertThat(toolResult()).contains("force");
    assertThat(bench.factory().workspace().resolve("it-ran")).doesNotExist();
  }

  @Test
  void bypassPermissionsWorksInASandbox() {
    bench.factory().with("DROVER_JOBS_PUBLISHER_PERMISSION_MODE", "bypassPermissions");

    RunDocument run = publish(bash("python3 -c 'print(6*7)' || echo 42"));

    assertThat(run.summary().reason().orElse("")).startsWith("delivered: ");
    assertThat(toolResult()).contains("42");
  }

  private RunDocument publish(drover.claude.ScriptedStep first) {
    PublisherScript says = bench.says();
    says.whenImplementing()
        .then(
            first,
            bash("cat > posts/x.md <<'POST'\n" + PublisherScript.post("A draft") + "POST\n"),
            says.commit("Add a post"),
            says.report());
    says.whenReviewing().then(says.review(5));
    return bench
        .factory()
        .run(FactoryBench.task("publisher", "Write", Map.of(), bench.blog(), Confinement.SANDBOX));
  }

  /** What the first tool gave back to the model. */
  private String toolResult() {
    ReceivedRequest second = bench.api().messageRequests().get(1);
    return second.body().path("messages").findParents("tool_use_id").getFirst().toString();
  }

  private List<String> texts(EventType type) {
    return bench.factory().events().stream()
        .filter(event -> event.type() == type)
        .map(EventRecord::json)
        .map(json -> drover.json.Json.tree(json).path("text").asText())
        .toList();
  }
}
