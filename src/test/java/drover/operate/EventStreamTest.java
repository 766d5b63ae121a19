package drover.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.ledger.Tables;
import drover.schemas.Schemas;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /api/runs/{id}/events}: everything once, in order, however often one comes back. */
@Timeout(180)
class EventStreamTest {
  private static StartedServer server;
  private static String done;

  @BeforeAll
  static void start(@TempDir Path directory) {
    server = StartedServer.in(directory);
    done = server.handIn("Followed afterwards");
    server.awaitState(done, "succeeded");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void what_is_stored_comes_first_and_the_stream_ends_with_the_run() {
    HttpResponse<String> answer = server.get(events(done));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    assertThat(ids(answer.body())).isEqualTo(seqs(done, 1));
  }

  @Test
  void an_event_is_what_the_ledger_has() {
    List<String> blocks = blocks(server.get(events(done)).body());
    List<EventRecord> stored = server.ledger().read().events().after(done, 0, 1000);

    assertThat(blocks).hasSameSizeAs(stored);
    for (EventRecord event : stored) {
      String block = blocks.get((int) event.seq() - 1);
      String data =
          block.lines().filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
      JsonNode document = Json.tree(data.substring(6));
      assertThat(block)
          .startsWith("id: %d\nevent: %s\n".formatted(event.seq(), event.type().word()));
      assertThat(document.path("data")).isEqualTo(Json.tree(event.json()));
      assertThat(Schemas.problems("event", data.substring(6))).isEmpty();
    }
  }

  @Test
  void who_comes_back_gets_what_they_have_not_seen() {
    assertThat(ids(after(done, "7").body())).isEqualTo(seqs(done, 8));
  }

  @Test
  void who_has_seen_everything_of_a_run_that_is_over_need_not_come_back() {
    HttpResponse<String> answer = after(done, "" + seqs(done, 1).size());

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"seven", "-1", "1.5", "9999999999999999999", "1,2", " "})
  void a_last_event_that_is_no_number_is_refused(String last) {
    HttpResponse<String> answer = after(done, last);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Schemas.problems("problem", answer.body())).isEmpty();
  }

  @Test
  void two_hundred_follow_a_run_while_it_is_done_without_a_thread_each() throws Exception {
    server.pause();
    String run = server.handIn("Followed by many");
    int threads = Thread.getAllStackTraces().size();
    List<InputStream> followers = new ArrayList<>();
    for (int number = 0; number < 200; number++) {
      followers.add(begun(server, run));
    }
    assertThat(Thread.getAllStackTraces().size() - threads).isLessThan(100);

    server.resume();

    List<Long> ids = ids(text(followers.getFirst()));
    assertThat(server.state(run)).isEqualTo("succeeded");
    assertThat(ids).isEqualTo(seqs(run, 1));
    for (InputStream follower : followers.subList(1, 200)) {
      assertThat(ids(text(follower))).isEqualTo(ids);
    }
  }

  @Test
  void who_reads_nothing_holds_nobody_up() throws Exception {
    server.pause();
    String run = server.handIn("Followed by a sleeper");
    try (Socket sleeper = new Socket()) {
      sleeper.setReceiveBufferSize(1024);
      sleeper.connect(new InetSocketAddress("127.0.0.1", server.port()));
      ask(sleeper, run);
      InputStream awake = begun(server, run);
      String large = Json.write(Map.of("text", "x".repeat(20_000)));
      for (int number = 0; number < 500; number++) {
        server.ledger().write(tables -> append(tables, run, large));
      }
      server.post("/api/runs/" + run + "/cancel", "");

      assertThat(ids(text(awake))).isEqualTo(seqs(run, 1)).hasSizeGreaterThan(500);
    }
  }

  @Test
  void a_silent_stream_gives_signs_of_life(@TempDir Path directory) throws Exception {
    try (StartedServer impatient =
        StartedServer.in(directory, Map.of("DROVER_HTTP_IDLE_SECONDS", "1"))) {
      impatient.pause();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  begun(impatient, impatient.handIn("Nothing happens")), StandardCharsets.UTF_8));
      List<String> comments = new ArrayList<>();
      while (comments.size() < 5) {
        Optional.of(lines.readLine()).filter(":"::equals).ifPresent(comments::add);
      }
      assertThat(comments).hasSize(5); // the connection has outlived its idle time
    }
  }

  @Test
  void streams_end_when_the_server_stops(@TempDir Path directory) throws Exception {
    StartedServer stopping = StartedServer.in(directory);
    InputStream follower;
    try (stopping) {
      stopping.pause();
      follower = begun(stopping, stopping.handIn("Never begun"));
    }
    assertThat(text(follower)).startsWith(":\n\n").endsWith("\n\n"); // whole, and over
  }

  /** A stream whose answer has begun. */
  private static InputStream begun(StartedServer server, String run) throws Exception {
    HttpRequest request = server.request(events(run)).build();
    return server.client().send(request, BodyHandlers.ofInputStream()).body();
  }

  private static String append(Tables tables, String run, String json) {
    tables.events().append(run, EventType.NOTICE, json, Instant.EPOCH);
    return run;
  }

  private static void ask(Socket socket, String run) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(events(run), StartedServer.TOKEN)
                .getBytes(StandardCharsets.US_ASCII));
  }

  private static HttpResponse<String> after(String run, String last) {
    return server.send(server.request(events(run)).header("Last-Event-ID", last).build());
  }

  private static String events(String run) {
    return "/api/runs/" + run + "/events";
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Without comments. */
  private static List<String> blocks(String stream) {
    return Arrays.stream(stream.split("\n\n")).filter(block -> !block.equals(":")).toList();
  }

  private static List<Long> ids(String stream) {
    return blocks(stream).stream()
        .map(block -> block.lines().findFirst().orElseThrow().replace("id: ", ""))
        .map(Long::valueOf)
        .toList();
  }

  /** Of all events that the ledger has now. */
  private static List<Long> seqs(String run, long first) {
    return server.ledger().read().events().after(run, first - 1, 10_000).stream()
        .map(EventRecord::seq)
        .toList();
  }
}
