package drover.leak;

import drover.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program in the place of the Claude Code CLI that says every credential in every way that there
 * is: in its words, in pieces, as the input and the output of tools, as its report, its scores, its
 * errors, on standard error with its environment, and where it is asked to, in the message of a
 * commit or in names of files.
 */
final class TalkativeAgent {
  private static final int LONGEST_NAME = 200;
  private static final String SCRIPT =
      """
      #!/bin/sh
      here=%s
      prompt=$(cat)
      env >&2
      cat "$here/all" >&2
      case $prompt in
        *'You review one change'*) cat "$here/review"; exit 0 ;;
      esac
      case $prompt in *please-hang*) cat "$here/begin"; exec sleep 1000 ;; esac
      if [ ! -e posts/leaks.md ]; then
        mkdir -p posts
        cp "$here/post" posts/leaks.md
        case $prompt in *please-name-files*) cp -R "$here/named-files/." . ;; esac
        case $prompt in *please-name-a-post*) cp -R "$here/named-post/." . ;; esac
        case $prompt in
          *please-tell-in-the-message*) message=$here/all ;;
          *) message=$here/message ;;
        esac
        git add --all && git commit -qF "$message" >&2
      fi
      case $prompt in *please-fail*) cat "$here/failure"; cat "$here/last" >&2; exit 1 ;; esac
      cat "$here/work"
      """;
  private static final String POST =
      """
      ---
      title: "Leaks"
      slug: leaks
      date: 2026-01-01
      tags: [test]
      summary: A post.
      status: draft
      ---

      A post.

      ## Sources

      - None.
      """;
  private static final List<String> STAGES =
      List.of("research", "substance-gate", "write", "review", "qa", "security-audit");
  private static final List<String> CRITERIA =
      List.of("substance", "accuracy", "sources", "structure", "style");

  private final String everything;

  private TalkativeAgent(Planted planted) {
    this.everything =
        String.join(
            "\n",
            planted.known().stream().flatMap(each -> each.forms().values().stream()).toList());
  }

  /** The program, ready to be started. */
  static Path install(Path directory, Planted planted) throws IOException {
    Files.createDirectories(directory);
    TalkativeAgent agent = new TalkativeAgent(planted);
    Files.writeString(directory.resolve("all"), agent.everything);
    Files.writeString(directory.resolve("last"), "\n" + agent.everything.replace("\n", " ") + "\n");
    Files.writeString(directory.resolve("post"), POST);
    Files.writeString(directory.resolve("message"), "Add a post\n");
    for (Credential each : planted.credentials()) {
      if (isName(each.value())) {
        named(directory.resolve("named-files/notes"), each.value() + ".txt", "A note.\n");
      }
    }
    // whose slug is not its name: the build says so, and repeats the name
    named(directory.resolve("named-post/posts"), Planted.IN_PROMPT.value() + ".md", POST);
    write(directory.resolve("begin"), agent.talk());
    write(directory.resolve("work"), with(agent.talk(), agent.result(agent.stages())));
    write(directory.resolve("review"), with(agent.talk(), agent.result(agent.scores())));
    write(directory.resolve("failure"), with(agent.talk(), agent.failure()));
    Path program = directory.resolve("claude");
    Files.writeString(program, SCRIPT.formatted("'" + directory + "'"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  /** A key of several hundred signs is no name that a file system takes. */
  private static boolean isName(String value) {
    return Stream.of(value.split("/")).allMatch(part -> part.length() <= LONGEST_NAME);
  }

  /** A slash in a name makes folders; the other signs stay as they are. */
  private static void named(Path folder, String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private List<Map<String, Object>> talk() {
    List<Map<String, Object>> events = new ArrayList<>();
    events.add(event("system", Map.of("subtype", "init", "model", "claude-sonnet-5-5")));
    for (String piece : pieces()) {
      events.add(
          event(
              "stream_event",
              Map.of(
                  "event",
                  Map.of(
                      "type",
                      "content_block_delta",
                      "delta",
                      Map.of("type", "text_delta", "text", piece)))));
    }
    events.add(said(Map.of("type", "text", "text", "I found " + everything)));
    events.add(
        said(
            Map.of(
                "type",
                "tool_use",
                "id",
                "toolu_1",
                "name",
                "Bash",
                "input",
                Map.of("command", "echo '" + everything + "'"))));
    events.add(
        said(
            Map.of(
                "type",
                "tool_use",
                "id",
                "toolu_2",
                "name",
                "Write",
                "input",
                Map.of("file_path", everything, "content", everything))));
    events.add(
        event(
            "user",
            Map.of(
                "message",
                Map.of(
                    "role",
                    "user",
                    "content",
                    List.of(
                        Map.of(
                            "type",
                            "tool_result",
                            "tool_use_id",
                            "toolu_1",
                            "is_error",
                            true,
                            "content",
                            everything))))));
    return events;
  }

  /** Each half says nothing; who puts them together has it. */
  private List<String> pieces() {
    return List.of(
        everything.substring(0, everything.length() / 2),
        everything.substring(everything.length() / 2));
  }

  private Map<String, Object> said(Map<String, Object> content) {
    return event(
        "assistant",
        Map.of(
            "message",
            Map.of(
                "id", "msg_1",
                "role", "assistant",
                "model", "claude-sonnet-5-5",
                "content", List.of(content),
                "usage", Map.of("input_tokens", 10, "output_tokens", 5))));
  }

  private Map<String, Object> result(Map<String, Object> structured) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("subtype", "success");
    fields.put("is_error", false);
    fields.put("terminal_reason", "completed");
    fields.put("num_turns", 3);
    fields.put("total_cost_usd", 0.01);
    fields.put("result", "Done. " + everything);
    fields.put("structured_output", structured);
    return event("result", fields);
  }

  private Map<String, Object> failure() {
    return event(
        "result",
        Map.of(
            "subtype",
            "error_during_execution",
            "is_error",
            true,
            "terminal_reason",
            "error",
            "num_turns",
            3,
            "total_cost_usd",
            0.01,
            "errors",
            List.of("cannot log in with " + everything)));
  }

  private Map<String, Object> stages() {
    return Map.of(
        "stages",
        STAGES.stream()
            .map(stage -> Map.of("name", stage, "result", "passed", "note", everything))
            .toList(),
        "summary",
        everything);
  }

  private Map<String, Object> scores() {
    Map<String, Integer> scores = new LinkedHashMap<>();
    CRITERIA.forEach(criterion -> scores.put(criterion, 5));
    return Map.of("scores", scores, "findings", List.of("It says " + everything));
  }

  private static Map<String, Object> event(String type, Map<String, Object> fields) {
    Map<String, Object> event = new LinkedHashMap<>(Map.of("type", type, "session_id", "s-1"));
    event.put("uuid", java.util.UUID.randomUUID().toString());
    event.putAll(fields);
    return event;
  }

  private static List<Map<String, Object>> with(
      List<Map<String, Object>> events, Map<String, Object> last) {
    return Stream.concat(events.stream(), Stream.of(last)).toList();
  }

  private static void write(Path file, List<Map<String, Object>> events) throws IOException {
    Files.write(file, events.stream().map(Json::write).toList());
  }
}
