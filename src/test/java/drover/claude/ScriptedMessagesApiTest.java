package drover.claude;

import static drover.claude.ScriptedMessagesApi.contains;
import static drover.claude.ScriptedMessagesApi.modelContains;
import static drover.claude.ScriptedMessagesApi.offersTool;
import static drover.claude.ScriptedStep.bash;
import static drover.claude.ScriptedStep.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of the scripted API itself, which need no CLI. */
class ScriptedMessagesApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ScriptedMessagesApi api = ScriptedMessagesApi.start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  @Test
  void aRepeatedRequestGetsTheSameStep() throws Exception {
    api.whenPrompt(contains("Work")).then(text("one"), text("two"));

    assertThat(answerTo("s1", said("Work"))).isEqualTo("one");
    assertThat(answerTo("s1", said("Work"))).isEqualTo("one");
    assertThat(answerTo("s1", said("Work"), answered("one"), said("and?"))).isEqualTo("two");
  }

  @Test
  void theNewestKnownPromptDecides() throws Exception {
    api.whenPrompt(contains("Work")).then(text("one"), text("two"));
    api.whenPrompt(contains("Fix")).then(text("fixed"));

    assertThat(answerTo("s1", said("Work"), answered("one"), said("Fix"))).isEqualTo("fixed");
  }

  @Test
  void theNextTurnPlaysTheNextTakeAndTheLastOneStays() throws Exception {
    api.whenPrompt(contains("Review")).then(text("bad")).thenNextTime(text("good"));

    assertThat(answerTo("s1", said("Review"))).isEqualTo("bad");
    assertThat(answerTo("s2", said("Review"))).isEqualTo("good");
    assertThat(answerTo("s1", said("Review"))).isEqualTo("bad");
    assertThat(answerTo("s3", said("Review"))).isEqualTo("good");
  }

  @Test
  void theModelAndTheToolsNarrowAScript() throws Exception {
    api.whenPrompt(contains("Work")).where(offersTool("Write")).then(text("with a tool"));
    api.whenPrompt(contains("Work")).where(modelContains("opus")).then(text("by opus"));
    api.whenRequest(modelContains("sonnet")).then(text("by sonnet"));

    assertThat(answerTo("s1", said("Work"))).isEqualTo("by sonnet");
  }

  @Test
  void theFirstScriptThatMatchesAPromptWins() throws Exception {
    api.whenPrompt(contains("Work")).then(text("first"));
    api.whenPrompt(contains("Work hard")).then(text("second"));

    assertThat(answerTo("s1", said("Work hard"))).isEqualTo("first");
  }

  @Test
  void anAnswerStreamsAsEventsOfTheMessagesApi() throws Exception {
    api.whenPrompt(contains("Work")).then(bash("ls").using(7, 3));

    String events = post("s1", true, said("Work")).body();

    assertThat(events.lines().filter(line -> line.startsWith("event: ")))
        .containsExactly(
            "event: message_start",
            "event: ping",
            "event: content_block_start",
            "event: content_block_delta",
            "event: content_block_stop",
            "event: message_delta",
            "event: message_stop");
    assertThat(events)
        .contains("\"input_tokens\":7", "\"output_tokens\":3", "\"stop_reason\":\"tool_use\"");
  }

  @Test
  void aStepBehindAGateIsAnsweredWhenTheGateOpens() throws Exception {
    Gate gate = new Gate();
    api.whenPrompt(contains("Work")).then(text("late").behind(gate));

    CompletableFuture<HttpResponse<String>> pending =
        client.sendAsync(request("s1", false, said("Work")), BodyHandlers.ofString());
    gate.awaitReached();
    assertThat(pending).isNotDone();
    gate.open();

    assertThat(pending.join().statusCode()).isEqualTo(200);
  }

  @Test
  void aDroppedConnectionGivesNoAnswerAtAll() {
    api.whenPrompt(contains("Work")).then(ScriptedStep.failure(ApiFailure.connectionDropped()));

    assertThatThrownBy(() -> post("s1", false, said("Work"))).isInstanceOf(IOException.class);
  }

  @Test
  void whatNoScriptForeseesIsRememberedUntilVerified() throws Exception {
    api.whenPrompt(contains("Work")).then(text("one"));

    assertThat(post("s1", false, said("Play")).statusCode()).isEqualTo(500);
    post("s1", false, said("Work"), answered("one"), said("and?"));

    assertThatThrownBy(api::verifyNothingUnexpected)
        .hasMessageContaining("No script")
        .hasMessageContaining("Play")
        .hasMessageContaining("The script ended after 1 step(s)");
  }

  private String answerTo(String session, String... messages) throws Exception {
    JsonNode answer = JSON.readTree(post(session, false, messages).body());
    return answer.path("content").path(0).path("text").asText();
  }

  private HttpResponse<String> post(String session, boolean stream, String... messages)
      throws Exception {
    return client.send(request(session, stream, messages), BodyHandlers.ofString());
  }

  private HttpRequest request(String session, boolean stream, String... messages) {
    String body =
        "{\"model\":\"claude-sonnet\",\"stream\":%s,\"messages\":[%s]}"
            .formatted(stream, String.join(",", messages));
    return HttpRequest.newBuilder(URI.create(api.baseUrl() + "/v1/messages?beta=true"))
        .header("x-claude-code-session-id", session)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static String said(String text) {
    return "{\"role\":\"user\",\"content\":\"%s\"}".formatted(text);
  }

  private static String answered(String text) {
    return "{\"role\":\"assistant\",\"content\":\"%s\"}".formatted(text);
  }
}
