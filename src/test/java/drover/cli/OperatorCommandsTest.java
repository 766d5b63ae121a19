package drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import drover.cli.Caller.Answer;
import drover.json.Json;
import drover.ledger.AuditTable.Entry;
import drover.operate.StartedServer;
import drover.schemas.Schemas;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code submit}, {@code pause}, {@code resume} and {@code why}, beside a server that is paused.
 */
class OperatorCommandsTest {
  private static StartedServer server;
  private static Caller caller;
  private static String url;

  @BeforeAll
  static void start(@TempDir Path directory) {
    server = StartedServer.in(directory);
    server.pause();
    url = "http://127.0.0.1:" + server.port();
    caller =
        Caller.at(directory)
            .with("DROVER_HOME", server.data().toString())
            .with("AI_WEBHOOK_TOKEN", StartedServer.TOKEN);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void submit_says_which_run_it_is_and_its_position() {
    Answer answer = submit("publisher", "A topic");

    assertThat(answer.status()).as(answer.complaints()).isZero();
    assertThat(answer.printed())
        .matches("run r[a-z2-7]{16} is queued at http://[^,]*, position [0-9]+ in the queue\n");
  }

  @Test
  void submit_prints_the_answer_as_a_document() {
    Answer answer = submit("publisher", "A topic", "--json");

    assertThat(Schemas.problems("accepted", answer.printed())).isEmpty();
  }

  @Test
  void what_is_submitted_again_under_a_key_is_the_same_run() {
    String first = run(submit("publisher", "Once", "--idempotency-key", "k1", "--json"));
    String again = run(submit("publisher", "Once", "--idempotency-key", "k1", "--json"));
    Answer other = submit("publisher", "Another", "--idempotency-key", "k1");

    assertThat(again).isEqualTo(first);
    assertThat(complaint(other, 1)).contains("belongs to run " + first);
  }

  @Test
  void a_task_is_submitted_with_all_that_was_said(@TempDir Path repository) {
    String run =
        run(
            submit(
                "agent",
                "Look",
                "--param",
                "agent=scout",
                "--repo",
                repository.toString(),
                "--base",
                "next",
                "--json"));

    JsonNode shown = Json.tree(caller.call("show", run, "--json").printed());
    assertThat(shown.path("params").path("agent").asText()).isEqualTo("scout");
    assertThat(shown.path("base").asText()).isEqualTo("next");
    assertThat(shown.path("repository").asText()).isEqualTo(repository.toString());
  }

  @Test
  void a_directory_is_meant_as_it_is_seen_from_here() {
    String run = run(submit("publisher", "Here", "--repo", "docs", "--json"));

    assertThat(Json.tree(caller.call("show", run, "--json").printed()).path("repository").asText())
        .isEqualTo(Path.of("docs").toAbsolutePath().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "submit plumber Fix                            | 2 | there is no job plumber",
        "submit publisher                              | 2 | needs a prompt",
        "submit implement-issue                        | 2 | needs the parameter issue",
        "submit publisher A B                          | 2 | there are 2 prompts",
        "submit publisher --prompt                     | 2 | there is no option --prompt",
        "submit publisher A --repo https://u:p@h/r     | 2 | repo is owner/name",
        "submit publisher A --idempotency-key x\u00e9  | 2 | 1 to 200 printable ASCII"
      })
  void a_task_that_is_wrong_is_told_in_one_line(String line, int status, String complaint) {
    String[] words = (line + " --server " + url).split(" +");

    assertThat(complaint(caller.call(words), status)).contains(complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://x", "localhost:8080", "http://", "http://a:b@c", "http://a/?b", "::"})
  void a_server_that_is_no_url_is_wrong_usage(String wrong) {
    Answer answer = caller.call("submit", "publisher", "A", "--server", wrong);

    assertThat(complaint(answer, 2)).contains("--server is a URL");
  }

  @Test
  void nobody_there_is_told_with_what_to_do() {
    Answer answer = caller.call("submit", "publisher", "A", "--server", "http://127.0.0.1:1");

    assertThat(complaint(answer, 1)).contains("no server is at http://127.0.0.1:1: start one");
  }

  @Test
  void another_token_is_a_matter_of_configuration() {
    Answer answer =
        caller
            .with("AI_WEBHOOK_TOKEN", "another")
            .call("submit", "publisher", "A", "--server", url);

    assertThat(complaint(answer, 2)).contains("does not know this token").doesNotContain("another");
  }

  @Test
  void without_a_token_nothing_is_sent(@TempDir Path home) {
    Answer answer = Caller.at(home).call("submit", "publisher", "A", "--server", url);

    assertThat(complaint(answer, 2)).contains("AI_WEBHOOK_TOKEN is not set");
  }

  @Test
  void the_token_may_stand_in_a_file(@TempDir Path home) throws Exception {
    Path file = Files.writeString(home.resolve("token"), StartedServer.TOKEN + "\n");

    Answer answer =
        Caller.at(home)
            .with("AI_WEBHOOK_TOKEN_FILE", file.toString())
            .call("submit", "publisher", "A", "--server", url);

    assertThat(answer.status()).as(answer.complaints()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | {\"detail\":\"2 runs are queued\"} | 2 runs are queued (try again in 7 s)",
        "503 | {\"detail\":\"no token is configured\"} | no token is configured (try again in 7 s)",
        "404 | <html>\u001b[31mhello | answers 404, as no Drover does",
        "200 | {} | is no Drover",
        "201 | nothing | is no Drover"
      })
  void what_a_server_refuses_or_garbles_is_told_in_one_line(int status, String body, String said)
      throws Exception {
    HttpServer fake =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    fake.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "7");
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    fake.start();
    try {
      String there = "http://127.0.0.1:" + fake.getAddress().getPort();

      assertThat(complaint(caller.call("submit", "publisher", "A", "--server", there), 1))
          .contains(said);
    } finally {
      fake.stop(0);
    }
  }

  @Test
  void pause_and_resume_are_obeyed_by_the_server_and_audited() {
    Answer resumed = caller.call("resume", "--json");
    assertThat(Schemas.problems("kill-switch", resumed.printed())).isEmpty();
    Answer paused = caller.call("pause", "--why", "lunch", "--json");

    assertThat(Schemas.problems("kill-switch", paused.printed())).isEmpty();
    assertThat(StartedServer.json(server.get("/api/kill-switch")).path("why").asText())
        .isEqualTo("lunch");
    assertThat(server.audited(""))
        .endsWith(
            new Entry(last(1).at(), System.getProperty("user.name"), "resume", "", ""),
            new Entry(last(0).at(), System.getProperty("user.name"), "pause", "", "lunch"));
  }

  @Test
  void cancel_is_audited_with_the_name_of_the_user() {
    String run = server.handIn("Cancelled at the command line");
    caller.call("cancel", run);

    assertThat(server.audited(run))
        .extracting(Entry::who, Entry::what)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(System.getProperty("user.name"), "cancel"));
  }

  @Test
  void why_lists_all_gates_with_and_without_a_server(@TempDir Path home) {
    String run = server.handIn("Held up");

    Answer people = caller.call("why", run);
    assertThat(people.status()).as(people.complaints()).isZero();
    assertThat(people.lines().getFirst())
        .isEqualTo("run %s, publisher, queued: stopped at kill-switch".formatted(run));
    assertThat(people.lines()).contains("  open  job              the job is there");
    assertThat(people.lines().get(1)).startsWith("  shut  kill-switch      dispatch is paused");

    JsonNode here = Json.tree(caller.call("why", run, "--json").printed());
    JsonNode there = StartedServer.json(server.get("/api/why?run=" + run));
    assertThat(Schemas.problems("why", here.toString())).isEmpty();
    assertThat(here.path("gates").findValuesAsText("gate"))
        .isEqualTo(there.path("gates").findValuesAsText("gate"));
    assertThat(here).isEqualTo(there);
  }

  @Test
  void why_of_nothing_is_refused() {
    assertThat(complaint(caller.call("why", "rnothing"), 1)).contains("there is no run rnothing");
  }

  private static Entry last(int before) {
    return server.audited("").reversed().get(before);
  }

  private static Answer submit(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "submit";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--server";
    all[arguments.length + 2] = url;
    return caller.call(all);
  }

  private static String run(Answer answer) {
    assertThat(answer.status()).as(answer.complaints()).isZero();
    return Json.tree(answer.printed()).path("run").asText();
  }

  /** One line on standard error, nothing on standard output. */
  private static String complaint(Answer answer, int status) {
    assertThat(answer.status()).as(answer.complaints()).isEqualTo(status);
    assertThat(answer.printed()).isEmpty();
    assertThat(answer.complaints().lines()).hasSize(1);
    assertThat(answer.complaints()).startsWith("drover: ").doesNotContain("\u001b");
    return answer.complaints();
  }
}
