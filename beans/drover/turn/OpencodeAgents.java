package drover.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The agent definitions that come with the factory, for opencode, which does not read those of
 * Claude Code. One in the repository goes before: the agent is told to read it, for nothing outside
 * of the sandbox may follow what an agent can write.
 */
record OpencodeAgents(Path definitions) {
  private static final Pattern FRONT_MATTER = Pattern.compile("(?s)\\A---\\n(.*?)\\n---\\n(.*)");
  private static final Pattern DESCRIPTION = Pattern.compile("(?m)^description:\\s*(.+)$");
  private static final String MARKDOWN = ".md";
  private static final String OWN =
      "Your name here is %1$s. Where this repository has the file .claude/agents/%1$s.md, read it first: what it says"
          + " about your role holds instead of what follows.\n\n%2$s";
  private static final String UNKNOWN =
      "Do what you are told; the file named above, which is in this repository, says how.";

  Map<String, Object> of(Assignment assignment) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (assignment.purpose().isReview()) {
      return all; // nobody appoints his own judge
    }
    files()
        .forEach(
            file -> {
              String name = file.getFileName().toString().replace(MARKDOWN, "");
              all.put(name, definition(name, read(file)));
            });
    assignment
        .agent()
        .ifPresent(
            leader -> {
              all.putIfAbsent(leader, agent(leader, leader, UNKNOWN));
              all.compute(leader, (name, known) -> asLeader(known));
            });
    return all;
  }

  private static Map<String, Object> definition(String name, String text) {
    Matcher parts = FRONT_MATTER.matcher(text);
    if (!parts.matches()) {
      return agent(name, name, text);
    }
    Matcher description = DESCRIPTION.matcher(parts.group(1));
    return agent(name, description.find() ? description.group(1) : name, parts.group(2).strip());
  }

  private static Map<String, Object> agent(String name, String description, String text) {
    Map<String, Object> agent = new LinkedHashMap<>();
    agent.put("description", description);
    agent.put("mode", "subagent");
    agent.put("prompt", OWN.formatted(name, text));
    return agent;
  }

  private static Object asLeader(Object known) {
    Map<String, Object> leader = new LinkedHashMap<>();
    if (known instanceof Map<?, ?> agent) {
      agent.forEach((key, value) -> leader.put(key.toString(), value));
    }
    leader.put("mode", "primary");
    return leader;
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(definitions)) {
      return files.filter(file -> file.toString().endsWith(MARKDOWN)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + definitions, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
