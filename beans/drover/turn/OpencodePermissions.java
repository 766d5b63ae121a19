package drover.turn;

import drover.task.Confinement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job's tools in the words of opencode. Nothing is left to be asked: headless, it takes a
 * question for a refusal and ends the turn without a word.
 */
final class OpencodePermissions {
  private static final String ALLOW = "allow";
  private static final String DENY = "deny";
  private static final String BASH = "bash";

  private static final Map<String, String> NAMES =
      Map.of(
          "Bash", BASH,
          "Read", "read",
          "Write", "edit",
          "Edit", "edit",
          "Glob", "glob",
          "Grep", "grep",
          "Agent", "task",
          "Task", "task",
          "WebFetch", "webfetch",
          "WebSearch", "websearch");

  private static final Pattern COMMAND = Pattern.compile("Bash\\((.+)\\)");

  private OpencodePermissions() {}

  /** Later rules win over earlier ones. */
  static Map<String, Object> of(Assignment assignment, Confinement confinement) {
    Map<String, Object> rules = new LinkedHashMap<>();
    boolean mayAll = assignment.permissionMode().equals("bypassPermissions");
    rules.put("*", mayAll ? ALLOW : DENY);
    rules.put("todowrite", ALLOW);
    rules.put("skill", ALLOW);
    rules.put("doom_loop", ALLOW); // the same call again and again: the limits are for that
    rules.put("question", DENY); // nobody is at the keyboard
    rules.put("external_directory", confinement == Confinement.SANDBOX ? ALLOW : DENY);
    assignment.allowedTools().forEach(tool -> allow(tool, rules));
    return rules;
  }

  private static void allow(String tool, Map<String, Object> rules) {
    Matcher command = COMMAND.matcher(tool);
    if (command.matches()) {
      Map<String, String> commands = new LinkedHashMap<>();
      if (rules.get(BASH) instanceof Map<?, ?> before) {
        before.forEach((pattern, verdict) -> commands.put(pattern.toString(), verdict.toString()));
      } else {
        commands.put("*", rules.getOrDefault(BASH, DENY).toString());
      }
      commands.put(command.group(1), ALLOW);
      rules.put(BASH, commands);
    } else if (NAMES.containsKey(tool)) {
      rules.put(NAMES.get(tool), ALLOW);
    }
  }
}
