package drover.guard;

import drover.guard.Verdict.Denied;
import drover.guard.Verdict.Rule;
import drover.shell.Call;
import drover.shell.Interpreters;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files that hold credentials are neither read nor written nor asked for. */
final class CredentialRule implements CommandRule {
  private static final Pattern FRONT = Pattern.compile("[=@:](?=[/~.])");
  private static final Pattern IN_CODE =
      Pattern.compile(
          "\\.ssh/id_|\\.aws/credentials|\\.git-credentials|/\\.netrc|etc/g?shadow\\b"
              + "|/proc/[^\\s'\"]+/environ|\\.claude/\\.credentials|\\.kube/config"
              + "|\\.docker/config\\.json|\\.config/gh/hosts");

  private static final List<List<String>> ASKING =
      List.of(
          List.of("git", "credential", "fill"),
          List.of("gh", "auth", "token"),
          List.of("gcloud", "auth", "print-access-token"),
          List.of("aws", "configure", "export-credentials"),
          List.of("kubectl", "config", "view", "--raw"));

  private static final int LONGEST_SHOWN = 200;

  private final Credentials credentials;
  private final Places places;

  CredentialRule(Places places) {
    this.places = places;
    this.credentials = new Credentials(places);
  }

  @Override
  public Optional<Denied> judge(List<Call> calls) {
    return calls.stream().flatMap(call -> judge(call).stream()).findFirst();
  }

  /** The same for tools that name a file themselves. */
  Optional<Denied> judge(String directory, String path) {
    String whole = path.startsWith("~/") ? places.home() + path.substring(1) : path;
    return credentials.holds(directory, whole) ? Optional.of(denied(path)) : Optional.empty();
  }

  private Optional<Denied> judge(Call call) {
    Optional<Denied> named =
        Mentions.of(call)
            .flatMap(word -> Stream.concat(Stream.of(word), inside(word)))
            .flatMap(word -> judge(call.directory(), word).stream())
            .findFirst();
    if (named.isPresent()) {
      return named;
    }
    boolean inCode =
        (Interpreters.runsCode(call.program()) || call.program().matches("g?awk|sed|vim?|ex"))
            && call.arguments().stream().anyMatch(code -> IN_CODE.matcher(code).find());
    boolean asks =
        ASKING.stream()
            .anyMatch(
                words ->
                    words.getFirst().equals(call.program())
                        && call.arguments().containsAll(words.subList(1, words.size())));
    return inCode || asks ? Optional.of(denied(call.program())) : Optional.empty();
  }

  /** The path in {@code --file=/x}, {@code @/x}, {@code host:/x}, {@code a=@/x;type=y}. */
  private static Stream<String> inside(String word) {
    Matcher front = FRONT.matcher(word);
    return front.find() ? Stream.of(word.substring(front.end()).split(";", 2)[0]) : Stream.empty();
  }

  private static Denied denied(String what) {
    return new Denied(
        Rule.CREDENTIALS,
        what.substring(0, Math.min(LONGEST_SHOWN, what.length())).replaceAll("\\p{Cntrl}", "…")
            + " leads to credentials, which are none of an agent's business. The factory pushes and"
            + " signs in for you; if something cannot be done without a credential, say so and stop"
            + " there.");
  }
}
