package drover.guard;

import drover.shell.Call;
import drover.shell.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A call of git.
 *
 * @param command such as {@code push}; empty without one
 * @param arguments after the command
 * @param directory where it works
 * @param settings values of {@code -c}
 */
record GitCall(String command, List<String> arguments, String directory, List<String> settings) {
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-c",
          "-C",
          "--git-dir",
          "--work-tree",
          "--namespace",
          "--exec-path",
          "--super-prefix",
          "--config-env",
          "--attr-source");

  static GitCall of(Call call) {
    String directory = call.directory();
    List<String> settings = new ArrayList<>();
    List<String> words = call.arguments();
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String option = words.get(at);
      boolean valued = WITH_VALUE.contains(option) && at + 1 < words.size();
      if (valued && (option.equals("-C") || option.equals("--work-tree"))) {
        directory = Paths.resolve(directory, words.get(at + 1));
      } else if (option.startsWith("--work-tree=")) {
        directory = Paths.resolve(directory, option.substring(option.indexOf('=') + 1));
      } else if (valued && option.equals("-c")) {
        settings.add(words.get(at + 1));
      }
      at += valued ? 2 : 1;
    }
    return at < words.size()
        ? new GitCall(words.get(at), words.subList(at + 1, words.size()), directory, settings)
        : new GitCall("", List.of(), directory, settings);
  }
}
