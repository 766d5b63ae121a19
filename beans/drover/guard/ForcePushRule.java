package drover.guard;

import drover.guard.Verdict.Denied;
import drover.guard.Verdict.Rule;
import drover.shell.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** No push rewrites or deletes what others have. */
final class ForcePushRule implements CommandRule {
  private static final String INSTEAD =
      " Commit on top of what is there, and push plainly or leave the pushing to the factory.";
  private static final Pattern REWRITING_SETTING =
      Pattern.compile("alias\\.[^=]*=\\s*(!.*|push\\b.*)|remote\\..*\\.(push=\\+.*|mirror=.*)");
  private static final Set<String> PUSH = Set.of("push", "send-pack");

  /** Git takes any unambiguous beginning of a long option. */
  private static final List<String> FORBIDDEN =
      List.of("--force", "--force-with-lease", "--mirror", "--delete", "--prune");

  private static final int SHORTEST_OPTION = "--de".length();

  @Override
  public Optional<Denied> judge(List<Call> calls) {
    return calls.stream()
        .filter(call -> call.program().equals("git") || call.program().startsWith("git-"))
        .flatMap(call -> judge(call).stream())
        .findFirst();
  }

  private static Optional<Denied> judge(Call call) {
    GitCall git = GitCall.of(call);
    Optional<String> setting =
        git.settings().stream().filter(s -> REWRITING_SETTING.matcher(s).matches()).findFirst();
    if (setting.isPresent() && setting.get().startsWith("remote.")) {
      return denied("the setting " + setting.get() + " makes every push a forced one.");
    }
    if (setting.isPresent() && !setting.get().matches("alias\\.[^=]*=!?\\s*[\\w ./-]*")) {
      return denied("the alias " + setting.get() + " hides what is pushed.");
    }
    Stream<String> words =
        call.program().equals("git-push")
            ? call.arguments().stream()
            : PUSH.contains(git.command())
                ? git.arguments().stream()
                : setting.stream()
                    .flatMap(
                        s -> Stream.concat(Stream.of(s.split("\\s+")), git.arguments().stream()));
    return words
        .filter(ForcePushRule::isForced)
        .findFirst()
        .flatMap(word -> denied("a push with " + word + " rewrites or deletes what is there."));
  }

  private static boolean isForced(String word) {
    if (word.startsWith("--")) {
      String name = word.split("=", 2)[0];
      return name.length() >= SHORTEST_OPTION
          && !name.equals("--force-if-includes")
          && FORBIDDEN.stream().anyMatch(option -> option.startsWith(name));
    }
    if (word.startsWith("-")) {
      // -o takes the rest of the word, or the next one, as its value
      return word.split("o", 2)[0].chars().anyMatch(c -> c == 'f' || c == 'd');
    }
    return word.startsWith("+") || (word.startsWith(":") && word.length() > 1);
  }

  private static Optional<Denied> denied(String sentence) {
    return Optional.of(
        new Denied(
            Rule.FORCE_PUSH,
            Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + INSTEAD));
  }
}
