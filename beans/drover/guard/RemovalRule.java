package drover.guard;

import drover.guard.Places.Region;
import drover.guard.Verdict.Denied;
import drover.guard.Verdict.Rule;
import drover.shell.Call;
import drover.shell.Feed;
import drover.shell.Interpreters;
import drover.shell.Marks;
import drover.shell.Paths;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Nothing is deleted outside the workspace, the home and the directories for temporary files. */
final class RemovalRule implements CommandRule {
  private static final int MOST_STAGES = 20;
  private static final int LONGEST_PATH = 4_096;
  private static final Pattern RM = Pattern.compile("(.*[\\s/;])?rm(\\s.*)?", Pattern.DOTALL);
  private static final Pattern REMOVAL_IN_CODE =
      Pattern.compile(
          "(?:rmtree|rmSync|rmdirSync|rm_rf|rm_r|remove_tree|rimraf)\\s{0,9}\\(?\\s{0,9}['\"]([^'\"]+)['\"]"
              + "|\\brm\\s{1,9}-[a-zA-Z]{0,9}[rR][a-zA-Z]{0,9}\\s{1,9}([^\\s'\")]+)");

  private final Places places;

  RemovalRule(Places places) {
    this.places = places;
  }

  @Override
  public Optional<Denied> judge(List<Call> calls) {
    return calls.stream().flatMap(call -> judge(call).stream()).findFirst();
  }

  private Optional<Denied> judge(Call call) {
    return switch (call.program()) {
      case "rm", "srm", "shred" -> ofRm(call);
      case "find" -> ofFind(call);
      case "xargs", "parallel" -> ofXargs(call);
      case "git" -> ofGit(call);
      default -> {
        if (Interpreters.runsCode(call.program())) {
          yield ofCode(call);
        }
        boolean mayBeRm = Marks.isUnknown(call.program()) && call.hasOption("rR", "r");
        yield mayBeRm ? ofRm(call) : Optional.empty();
      }
    };
  }

  private Optional<Denied> ofRm(Call call) {
    boolean recursive = call.hasOption("rR", "r");
    return first(
        call.operands().stream()
            .filter(target -> !target.equals("{}") && !isNamedInUnknownDirectory(call, target))
            .map(target -> Paths.resolve(call.directory(), target))
            .filter(target -> recursive || !Marks.startsUnknown(target))
            .map(this::judge));
  }

  /** As in {@code cd "$(dirname "$0")" && rm -r build}. */
  private static boolean isNamedInUnknownDirectory(Call call, String target) {
    return Marks.startsUnknown(call.directory())
        && target.length() <= LONGEST_PATH
        && target.matches("(\\./)?[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*/?");
  }

  private Optional<Denied> ofFind(Call call) {
    boolean removes =
        call.arguments().stream().anyMatch(a -> a.equals("-delete") || RM.matcher(a).matches());
    List<String> starts =
        call.arguments().stream()
            .dropWhile(argument -> argument.matches("-[HLPD]|-O.*"))
            .takeWhile(argument -> !argument.startsWith("-") && !argument.matches("[(!]"))
            .toList();
    return removes
        ? first(
            (starts.isEmpty() ? Stream.of(".") : starts.stream())
                .map(start -> judgeWithin(Paths.resolve(call.directory(), start))))
        : Optional.empty();
  }

  /** What is deleted comes from the programs in front of it. */
  private Optional<Denied> ofXargs(Call call) {
    if (call.arguments().stream().noneMatch(a -> RM.matcher(a).matches())) {
      return Optional.empty();
    }
    Stream<Optional<Denied>> named =
        call.feed().text().stream()
            .flatMap(text -> Stream.of(text.split("\\s+")))
            .filter(word -> !word.isEmpty())
            .map(word -> judge(Paths.resolve(call.directory(), word)));
    Stream<Optional<Denied>> found =
        Stream.iterate(
                Optional.of(call.feed()), Optional::isPresent, feed -> feed.flatMap(Feed::before))
            .limit(MOST_STAGES)
            .flatMap(feed -> feed.stream())
            .flatMap(feed -> feed.from().stream())
            .filter(source -> !source.prints().isPresent())
            .map(this::ofSource);
    return first(Stream.concat(found, named));
  }

  private Optional<Denied> ofSource(Call source) {
    Stream<String> paths =
        source.operands().stream().filter(word -> word.startsWith("/") || word.startsWith(".."));
    return first(
        Stream.concat(paths, Stream.of("."))
            .map(path -> judgeWithin(Paths.resolve(source.directory(), path)))
            .limit(source.operands().size() + 1));
  }

  private Optional<Denied> ofGit(Call call) {
    GitCall git = GitCall.of(call);
    return git.command().equals("clean") ? judgeWithin(git.directory()) : Optional.empty();
  }

  private Optional<Denied> ofCode(Call call) {
    return first(
        call.arguments().stream()
            .flatMap(code -> REMOVAL_IN_CODE.matcher(code).results())
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .filter(path -> path.startsWith("/") || path.startsWith("~"))
            .map(path -> path.startsWith("~") ? places.home() + path.substring(1) : path)
            .map(path -> judge(Paths.resolve(call.directory(), path))));
  }

  /** The target itself goes. */
  private Optional<Denied> judge(String target) {
    return judge(places.regionOf(target), target);
  }

  /** Something below a directory goes. */
  private Optional<Denied> judgeWithin(String directory) {
    return judge(places.regionOf(Paths.resolve(directory, "x")), directory);
  }

  private Optional<Denied> judge(Region region, String path) {
    return switch (region) {
      case INSIDE -> Optional.empty();
      case ROOT_OF_INSIDE ->
          denied(
              "%s would be deleted as a whole. Name the files or directories in it that have to go."
                  .formatted(shown(path)));
      case OUTSIDE ->
          denied(
              "%s is outside the workspace. Delete only below %s or /tmp, by a path that shows it."
                  .formatted(shown(path), places.workspace()));
      case UNKNOWN ->
          denied(
              "It cannot be seen what would be deleted. Write the path out instead of a variable or"
                  + " an expansion.");
    };
  }

  private static Optional<Denied> denied(String sentence) {
    return Optional.of(new Denied(Rule.REMOVAL, sentence));
  }

  private static Optional<Denied> first(Stream<Optional<Denied>> verdicts) {
    return verdicts.flatMap(Optional::stream).findFirst();
  }

  private static String shown(String path) {
    return path.replaceAll("\\p{Cntrl}", "…");
  }
}
