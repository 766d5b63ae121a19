package drover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.Claim;
import drover.ledger.EventType;
import drover.ledger.RunState;
import drover.npm.NeedsNode;
import drover.npm.NodePackages;
import drover.run.WaitingFor;
import drover.task.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What services are sent: within their limits, with nobody mentioned and nothing linked to. */
@Timeout(120)
class FormsTest {
  private static final String HOSTILE =
      "<!channel> <@U123> @everyone <https://evil.example/x|click> [here](https://evil.example/y)"
          + " https://evil.example/?a=1&b=2 **bold** `code` \u202etxt.exe "
          + NotifyBench.PASSWORD
          + " "
          + "\ud83d\ude80&<>".repeat(2000);
  private static final String ALL =
      """
      drover:
        notifications:
          link-hosts: [github.com]
          channels:
            CHANNEL:
              enabled: true
              MORE
              rehearsals: true
              events: [started, tool, review, waiting, question, stuck, completed, failed, blocked, frozen, cancelled]
      """;

  @TempDir private Path directory;

  /** Everything that can happen to a run, told by somebody who means no good. */
  private List<JsonNode> told(String channel, String more) {
    String yaml = ALL.replace("CHANNEL", channel).replace("MORE", more);
    List<String> bodies = new ArrayList<>();
    try (NotifyBench bench = NotifyBench.configured(directory, yaml)) {
      Claim run =
          bench.run(HOSTILE, Map.of("domain", "a.example", "mode", HOSTILE), Mode.REHEARSAL);
      pullRequest(bench, run, "https://github.com/acme/site/pull/7");
      bench.tell(run, EventType.TOOL, "Bash: " + HOSTILE, Map.of("tool", "Bash"));
      bench.tell(
          run,
          EventType.REVIEW,
          HOSTILE,
          Map.of("round", 2, "scores", Map.of(HOSTILE, 3, "facts", 5), "passed", true));
      bench.tell(run, EventType.NOTICE, HOSTILE, Map.of("silentSeconds", 1800));
      bench.tell(
          run,
          EventType.STATE,
          "question: " + HOSTILE,
          Map.of("state", RunState.WAITING, "waitingFor", WaitingFor.ANSWER));
      bench.tell(
          run,
          EventType.STATE,
          HOSTILE,
          Map.of(
              "state",
              RunState.WAITING,
              "waitingFor",
              WaitingFor.USAGE_LIMIT,
              "waitingUntil",
              bench.clock.now().plus(Duration.ofHours(2))));
      for (RunState end : RunState.values()) {
        if (end.isEnded()) {
          bench.state(run, end, "code: " + HOSTILE);
        }
      }
      bench.ticks(14);
      bodies.addAll(bench.service.bodies());
      assertThat(bench.service.requests)
          .allSatisfy(
              request ->
                  assertThat(request.headers().get("Content-Type")).startsWith("application/json"));
    }
    assertThat(bodies).hasSize(11);
    assertThat(bodies)
        .allSatisfy(body -> assertThat(body).doesNotContain(NotifyBench.PASSWORD, "\u202e"));
    return bodies.stream().map(Json::tree).toList();
  }

  private static void pullRequest(NotifyBench bench, Claim run, String url) {
    bench.ledger.write(
        tables -> {
          tables.runs().pullRequest(run, url);
          return run;
        });
  }

  @Test
  @NeedsNode
  void discords_own_description_accepts_every_message_of_the_webhook() {
    List<JsonNode> bodies = told("discord", "jobs: []");
    assertAccepted("webhook", bodies);
    assertThat(bodies)
        .allSatisfy(
            body -> {
              assertThat(body.at("/allowed_mentions/parse")).isEmpty();
              assertThat(body.at("/allowed_mentions/parse").isArray()).isTrue();
              assertThat(characters(body)).isLessThanOrEqualTo(6000);
              assertThat(body.toString()).doesNotContain("://evil.example");
            });
    assertThat(bodies)
        .anySatisfy(
            body ->
                assertThat(body.at("/embeds/0/url").asText())
                    .isEqualTo("https://github.com/acme/site/pull/7"));
  }

  @Test
  @NeedsNode
  void discords_own_description_accepts_every_message_of_the_bot() {
    List<JsonNode> bodies = told("discord-bot", "url: SERVICE\n        to: \"42\"");
    assertAccepted("message", bodies);
    assertThat(bodies)
        .allSatisfy(
            body -> {
              assertThat(body.path("content").asText()).hasSizeLessThanOrEqualTo(2000);
              assertThat(body.path("content").asText()).startsWith("[rehearsal] ");
              assertThat(body.path("flags").asInt()).isEqualTo(4);
              assertThat(body.path("enforce_nonce").asBoolean()).isTrue();
              assertThat(body.at("/allowed_mentions/parse").isArray()).isTrue();
            });
    assertThat(bodies.stream().map(body -> body.path("nonce").asText()).distinct()).hasSize(11);
  }

  private static void assertAccepted(String kind, List<JsonNode> bodies) {
    List<Map<String, Object>> asked =
        bodies.stream().map(body -> Map.<String, Object>of("kind", kind, "body", body)).toList();
    assertThat(NodePackages.ask("discord-judge.mjs", asked))
        .hasSize(bodies.size())
        .allSatisfy(problem -> assertThat(problem.asText()).isEmpty());
    List<Map<String, Object>> wrong =
        List.of(Map.of("kind", kind, "body", Map.of("content", 7, "no_such_key", true)));
    assertThat(NodePackages.ask("discord-judge.mjs", wrong).path(0).asText()).isNotEmpty();
  }

  private static int characters(JsonNode body) {
    return body.at("/embeds/0/title").asText().length()
        + body.at("/embeds/0/description").asText().length();
  }

  @Test
  void slack_is_sent_an_escaped_text_that_mentions_nobody() {
    assertThat(told("slack", "jobs: []"))
        .allSatisfy(
            body -> {
              String text = body.path("text").asText();
              assertThat(text).hasSizeLessThan(40_000);
              assertThat(text.replaceAll("<https://github\\.com/[^|<>]*\\|[^<>]*>", ""))
                  .doesNotContain("<", ">", "://");
              assertThat(text.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
            });
  }

  @Test
  void ntfy_is_sent_no_more_than_it_shows() {
    assertThat(told("ntfy", "url: SERVICE\n        to: drover"))
        .allSatisfy(
            body -> {
              assertThat(body.path("topic").asText()).isEqualTo("drover");
              assertThat(body.path("message").asText().getBytes(StandardCharsets.UTF_8))
                  .hasSizeLessThanOrEqualTo(4096);
              assertThat(body.path("priority").asInt()).isBetween(1, 5);
              assertThat(body.path("message").asText()).doesNotContain("://");
            });
  }

  @Test
  @NeedsNode
  void slacks_own_client_sends_a_text_the_same_way() {
    try (NotifyBench bench = NotifyBench.with(directory, "slack")) {
      bench.run();
      bench.tick();
      FakeService.Request ours = bench.service.requests.getFirst();
      NodePackages.ask(
          "slack-client.mjs",
          Map.of(
              "url",
              bench.service.url() + "/services/T0/B0/slack-secret-path",
              "text",
              Json.tree(ours.body()).path("text").asText()));
      FakeService.Request theirs = bench.service.requests.getLast();
      assertThat(ours.method()).isEqualTo(theirs.method());
      assertThat(ours.path()).isEqualTo(theirs.path());
      assertThat(Json.tree(ours.body()).path("text"))
          .isEqualTo(Json.tree(theirs.body()).path("text"));
      assertThat(ours.headers().get("Content-Type"))
          .startsWith(theirs.headers().get("Content-Type"));
    }
  }
}
