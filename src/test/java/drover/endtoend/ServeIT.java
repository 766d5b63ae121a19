package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.machine.Running;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as its operator has it: started, killed, stopped, started again. */
class ServeIT {
  private static final int RUNS = 6;

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private Desk desk;
  private Repository source;

  @BeforeEach
  void sitDown() {
    desk =
        new Desk(directory)
            .with("AI_WEBHOOK_TOKEN", "token")
            .with("DROVER_HTTP_HOST", "127.0.0.1")
            .with("DROVER_HTTP_PORT", "0")
            .with("DROVER_HTTP_MANAGEMENT_PORT", "0")
            .with("DROVER_REHEARSAL_PAUSE", "0.2");
    source = Repository.blog(directory.resolve("source"));
  }

  @AfterEach
  void leave() {
    desk.close();
    client.close();
  }

  @Test
  void whatWasAcceptedSurvivesAKillAndIsDoneOnce() throws Exception {
    Live server = desk.start("serve", "--rehearse");
    String url = url(server);
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(publish(url, "topic " + i).path("run").asText());
    }
    await(runs, run -> run.path("state").asText().equals("running"), 2);
    server.kill();

    Live again = desk.start("serve", "--rehearse");
    url(again);

    await(runs, run -> run.path("state").asText().equals("succeeded"), RUNS);
    assertThat(source.agentBranches()).hasSize(RUNS);
    for (String run : runs) {
      JsonNode shown = desk.show(run);
      assertThat(shown.path("reviews")).as("the second review is good").hasSize(2);
      assertThat(shown.path("effects")).hasSize(1);
    }
  }

  @Test
  void toldToStopItStopsInOrderAndEveryRunGoesOn() throws Exception {
    Live server = desk.misbehaving("hang-once").start("serve", "--rehearse");
    String url = url(server);
    String live = publish(url, "a topic").path("run").asText();
    await(List.of(live), run -> !run.path("turns").isEmpty(), 1);
    List<ProcessHandle> agents = server.children();

    server.terminate();

    Said said = server.end().succeeded();
    assertThat(said.out()).contains("drover stops");
    assertThat(agents).noneMatch(Running::isRunning);
    assertThat(desk.show(live).path("waitingFor").asText()).isEqualTo("resume");

    url(desk.start("serve", "--rehearse"));
    await(List.of(live), run -> run.path("state").asText().equals("succeeded"), 1);
  }

  @Test
  void aSecondServerOnTheSameLedgerIsRefused() {
    url(desk.start("serve", "--rehearse"));
    Said second = desk.drover("serve", "--rehearse").complained(2);
    assertThat(second.err()).contains("serves this ledger already");
  }

  @Test
  void aTakenPortIsToldWithItsMend() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      Said said =
          desk.with("DROVER_HTTP_HOST", "0.0.0.0")
              .with("DROVER_HTTP_PORT", other.getLocalPort())
              .drover("serve", "--rehearse")
              .complained(2);
      assertThat(said.err())
          .contains("port " + other.getLocalPort(), "drover.http.port")
          .hasLineCount(1);
    }
  }

  @Test
  void aWrongConfigurationIsToldWithItsKey() {
    Said said = desk.with("DROVER_DISPATCH_RUNS", "many").drover("serve").complained(2);
    assertThat(said.err()).contains("DROVER_DISPATCH_RUNS").hasLineCount(1);
  }

  @Test
  void aRunInTheForegroundIsLeftToItsPerson() throws Exception {
    Live foreground = desk.misbehaving("hang-once").startPublishing(source.path());
    String parked = foreground.run();
    foreground.awaitLine("agent started");
    foreground.interrupt();
    foreground.end();

    String url = url(desk.misbehaving("").start("serve", "--rehearse"));
    String other = publish(url, "after it").path("run").asText();
    await(List.of(other), run -> run.path("state").asText().equals("succeeded"), 1);

    assertThat(desk.show(parked).path("state").asText()).isEqualTo("waiting");
  }

  private static String url(Live server) {
    String line = server.awaitLine("drover serves at ");
    return line.replaceFirst("drover serves at ", "").split(",")[0];
  }

  private JsonNode publish(String url, String topic) throws Exception {
    String task =
        Json.write(Map.of("job", "publisher", "prompt", topic, "repo", source.path().toString()));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/webhook"))
                .header("Authorization", "Bearer token")
                .POST(BodyPublishers.ofString(task))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Json.tree(answer.body());
  }

  /** Waits until so many of the runs are as expected. */
  private void await(List<String> runs, Predicate<JsonNode> expected, int atLeast) {
    for (int look = 0; look < 120; look++) {
      if (runs.stream().map(desk::show).filter(expected).count() >= atLeast) {
        return;
      }
    }
    throw new AssertionError("the runs stay " + runs.stream().map(desk::show).toList());
  }
}
