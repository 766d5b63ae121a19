package drover.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;

/**
 * Logs of agents at work: the first line at once, and, once they were told to talk, two lines a
 * second each, as the API hands them on: a stamp before each line.
 */
final class TalkingAgents {
  private static final long BETWEEN_LINES_MILLIS = 500;
  private static final String FIRST =
      """
      {"type":"system","subtype":"init","cwd":"/workspace/repo","session_id":"s","tools":["Bash","Read","Write"],\
      "mcp_servers":[],"model":"claude-sonnet-5-5","permissionMode":"acceptEdits"}""";
  private static final String WORD =
      """
      {"type":"assistant","message":{"id":"msg_%1$d_%2$d","type":"message","role":"assistant",\
      "model":"claude-sonnet-5-5","content":[{"type":"text","text":"Now I look at part %2$d of what is to be done, \
      and at whatever depends on it, before I change it."}],"stop_reason":null,\
      "usage":{"input_tokens":1,"cache_creation_input_tokens":0,"cache_read_input_tokens":1,"output_tokens":1}},\
      "parent_tool_use_id":null,"session_id":"s","uuid":"u"}""";
  private static final String ANSWER =
      """
      {"type":"user","message":{"role":"user","content":[{"type":"text","text":"%2$d of %1$d: go on. %3$s"}]},\
      "parent_tool_use_id":null,"session_id":"s","uuid":"u"}""";
  private static final String MORE = "A line of what a program has printed. ".repeat(16);

  private final Vertx vertx;
  private boolean isTalking;
  private int followed;
  private long lines;
  private int begun;

  TalkingAgents(Vertx vertx) {
    this.vertx = vertx;
  }

  /** From now on all of them talk. */
  void talk() {
    isTalking = true;
  }

  /** How many are listened to now. */
  int followed() {
    return followed;
  }

  /** How many lines all of them have said. */
  long lines() {
    return lines;
  }

  void follow(HttpServerResponse response) {
    int agent = begun++;
    followed++;
    response.setChunked(true).putHeader("Content-Type", "text/plain");
    say(response, FIRST);
    long first = 1 + agent * 37L % BETWEEN_LINES_MILLIS; // not all at once
    Talk talk = new Talk(agent, response);
    long timer = vertx.setPeriodic(first, BETWEEN_LINES_MILLIS, fired -> talk.goOn());
    response.closeHandler(
        gone -> {
          followed--;
          vertx.cancelTimer(timer);
        });
  }

  private final class Talk {
    private final int agent;
    private final HttpServerResponse response;
    private int number;

    Talk(int agent, HttpServerResponse response) {
      this.agent = agent;
      this.response = response;
    }

    void goOn() {
      if (isTalking) {
        String line = number++ % 2 == 0 ? WORD : ANSWER;
        say(response, line.formatted(agent, number, MORE));
      }
    }
  }

  private void say(HttpServerResponse response, String line) {
    lines++;
    response.write(Instant.now() + " " + line + "\n");
  }
}
