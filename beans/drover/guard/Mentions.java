package drover.guard;

import drover.shell.Call;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The words of a call that may name a file, as far from those that are only text. */
final class Mentions {
  /** What these are given they print, keep or search for; they open none of it. */
  private static final Set<String> TALKING = Set.of("echo", "printf", "gh", "export", "true", ":");

  private static final Set<String> TALKING_GIT =
      Set.of("commit", "tag", "notes", "log", "grep", "branch", "show", "rev-list", "stash");
  private static final Set<String> PATTERN_FIRST =
      Set.of("grep", "egrep", "fgrep", "rg", "ag", "ack", "sed", "awk", "gawk", "jq", "yq");

  private Mentions() {}

  /** Without words that hold white space: no file that matters has it in its name. */
  static Stream<String> of(Call call) {
    return Stream.concat(arguments(call).stream(), call.files().stream())
        .filter(word -> word.chars().noneMatch(Character::isWhitespace));
  }

  private static List<String> arguments(Call call) {
    if (TALKING.contains(call.program())) {
      return List.of();
    }
    if (call.program().equals("git") && TALKING_GIT.contains(GitCall.of(call).command())) {
      return List.of();
    }
    boolean patternGiven =
        call.options().stream().anyMatch(o -> o.matches("(?s)-[a-zA-Z]{0,9}[ef].*"));
    if (PATTERN_FIRST.contains(call.program()) && !patternGiven) {
      List<String> operands = call.operands();
      return Stream.concat(call.options().stream(), operands.stream().skip(1)).toList();
    }
    return call.arguments();
  }
}
