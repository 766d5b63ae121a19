package drover.guard;

import drover.guard.Verdict.Denied;
import drover.guard.Verdict.Rule;
import drover.shell.Call;
import drover.shell.Interpreters;
import drover.shell.Marks;
import drover.shell.Paths;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What comes from the network, or was disguised, is not run unseen. */
final class DownloadRule implements CommandRule {
  private static final Pattern RUNS =
      Pattern.compile("(?<![.\\w])(exec|eval)\\b|\\b(system|spawn|popen)\\s?\\(");
  private static final Pattern FETCHES =
      Pattern.compile("urlopen|requests\\.get|\\bfetch\\(|https?\\.get|open-uri");

  @Override
  public Optional<Denied> judge(List<Call> calls) {
    Set<String> downloaded = new HashSet<>();
    for (Call call : calls) {
      Optional<Denied> denied = judge(call, downloaded);
      if (denied.isPresent()) {
        return denied;
      }
      downloaded.addAll(new Downloads(call).files());
    }
    return Optional.empty();
  }

  private static Optional<Denied> judge(Call call, Set<String> downloaded) {
    String given = given(call);
    if (given.indexOf(Marks.DOWNLOADED) >= 0 || runsFile(call, downloaded) || fetches(call)) {
      return Optional.of(
          new Denied(
              Rule.DOWNLOAD_AND_RUN,
              "What is downloaded must not be run unseen. Download it to a file in the workspace,"
                  + " read it, and run it in a later command if it does what you need; or install"
                  + " the tool with a package manager."));
    }
    if (given.indexOf(Marks.DECODED) >= 0) {
      return Optional.of(
          new Denied(
              Rule.HIDDEN_COMMAND,
              "A command must not come out of a decoder. Write it in plain text."));
    }
    return Optional.empty();
  }

  /** All that would be run as a program: its input, its command line, its own name. */
  private static String given(Call call) {
    StringBuilder given = new StringBuilder();
    if (Interpreters.runsItsInput(call)) {
      given.append(call.feed().mark());
    }
    if (Set.of("xargs", "parallel").contains(call.program())
        && call.arguments().stream().anyMatch(Interpreters::isShell)) {
      given.append(call.feed().mark());
    }
    given.append(isUnknownFile(call.path()) ? call.path() : "");
    Optional<String> file = Interpreters.scriptFile(call);
    if (Set.of("eval", "source", ".", "trap", "alias").contains(call.program())) {
      given.append(String.join(" ", call.arguments()));
    } else if (Interpreters.isShell(call.program())) {
      given.append(call.hasOption("c", "") ? String.join(" ", call.arguments()) : file.orElse(""));
    } else if (Interpreters.runsCode(call.program())) {
      given.append(file.filter(DownloadRule::isUnknownFile).orElse(""));
    }
    return given.toString();
  }

  private static boolean isUnknownFile(String path) {
    return path.startsWith("/dev/fd/") || Marks.startsUnknown(path);
  }

  private static boolean runsFile(Call call, Set<String> downloaded) {
    Stream<String> run =
        Interpreters.isShell(call.program()) || Interpreters.runsCode(call.program())
            ? Interpreters.scriptFile(call).stream()
            : Set.of("source", ".").contains(call.program())
                ? call.arguments().stream().limit(1)
                : call.path().contains("/") ? Stream.of(call.path()) : Stream.empty();
    boolean readsOne =
        Interpreters.runsItsInput(call)
            && call.files().stream()
                .anyMatch(file -> downloaded.contains(Paths.resolve(call.directory(), file)));
    return readsOne
        || run.map(file -> Paths.resolve(call.directory(), file)).anyMatch(downloaded::contains);
  }

  private static boolean fetches(Call call) {
    return Interpreters.runsCode(call.program())
        && call.arguments().stream()
            .anyMatch(code -> RUNS.matcher(code).find() && FETCHES.matcher(code).find());
  }
}
