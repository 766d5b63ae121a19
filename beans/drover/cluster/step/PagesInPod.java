package drover.cluster.step;

import drover.cluster.launch.CheckSpec;
import drover.config.Settings;
import drover.machine.OwnFiles;
import drover.run.RunExecution;
import drover.verify.Check;
import drover.verify.PageLook;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The check {@code render} by the browser of the image: which pages are opened, and what came of
 * it. Exit statuses and marks are those of {@code render.sh}.
 */
final class PagesInPod {
  static final String CONTAINER = "render";

  /** All that is printed has to fit into a log, of which nodes keep about 10 MiB. */
  private static final int MOST_BYTES = 600_000;

  private static final int NO_PAGE = 20;
  private static final int NO_BROWSER = 21;
  private static final int PAGE_FAILED = 1;
  private static final Pattern ALTERNATIVES = Pattern.compile("\\{([^{}]*)}");

  private final Settings settings;
  private final ClusterJobs jobs;

  PagesInPod(Settings settings, ClusterJobs jobs) {
    this.settings = settings;
    this.jobs = jobs;
  }

  /** Empty: the job has no page to look at. */
  static Optional<CheckSpec.Pages> of(Settings settings, RunExecution run) {
    List<String> patterns =
        patterns(settings, run).stream()
            .flatMap(PagesInPod::alternatives)
            .map(PagesInPod::asPathspec)
            .toList();
    return patterns.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CheckSpec.Pages(
                settings.verify().browser(),
                patterns,
                PageLook.MOST_PAGES,
                MOST_BYTES,
                settings.verify().timeout()));
  }

  /** What came of it, with the pictures among the run's artifacts. */
  Check conclude(RunExecution run, JobEnd end) {
    Optional<ContainerStateTerminated> how = end.of(CONTAINER);
    if (how.isEmpty()) {
      return Check.failed(PageLook.CHECK, "not done within the time of all checks", "");
    }
    if ("OOMKilled".equals(how.get().getReason())) {
      return Check.failed(
          PageLook.CHECK, "the browser used more memory than drover.kubernetes.memory-limit", "");
    }
    return switch (how.get().getExitCode()) {
      case 0, PAGE_FAILED -> judge(run, PrintedPages.read(jobs.log(end, CONTAINER)), how.get());
      case NO_PAGE -> PageLook.nothingToSee(patterns(settings, run));
      case NO_BROWSER ->
          Check.skipped(
              PageLook.CHECK,
              "there is no %s in the image %s; set drover.kubernetes.image, or drover.verify.browser"
                  .formatted(settings.verify().browser(), end.imageOf(CONTAINER)));
      default ->
          Check.failed(PageLook.CHECK, "exit " + how.get().getExitCode(), jobs.log(end, CONTAINER));
    };
  }

  private static Check judge(RunExecution run, PrintedPages printed, ContainerStateTerminated how) {
    Path artifacts = run.directory().resolve("artifacts");
    Optional<String> last = Optional.empty();
    for (PrintedPages.Page page : printed.pages()) {
      Path path = Path.of(page.path());
      Optional<String> problem = problem(page);
      if (problem.isPresent()) {
        return PageLook.failed(path, problem.get());
      }
      last = page.picture().map(bytes -> keep(artifacts, path, bytes));
    }
    boolean isWhole = how.getExitCode() == 0 && printed.isWhole();
    return isWhole
        ? Check.passed(PageLook.CHECK, last)
        : Check.failed(PageLook.CHECK, "the pages did not arrive whole through the pod's log", "");
  }

  private static Optional<String> problem(PrintedPages.Page page) {
    String html = new String(page.html(), StandardCharsets.ISO_8859_1);
    return page.failure().or(() -> Optional.of(PageLook.emptiness(html)).filter(s -> !s.isEmpty()));
  }

  private static String keep(Path artifacts, Path page, byte[] picture) {
    Path file = PageLook.pictureIn(artifacts, page);
    try {
      OwnFiles.closeDirectory(artifacts);
      return Files.write(file, picture).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static List<String> patterns(Settings settings, RunExecution run) {
    return settings.job(run.task().job()).orElseThrow().render();
  }

  /** Git knows no {@code {a,b}}. */
  static Stream<String> alternatives(String pattern) {
    Matcher group = ALTERNATIVES.matcher(pattern);
    if (!group.find()) {
      return Stream.of(pattern);
    }
    String before = pattern.substring(0, group.start());
    String after = pattern.substring(group.end());
    return Stream.of(group.group(1).split(",", -1))
        .flatMap(one -> alternatives(before + one + after));
  }

  /** Two stars that are not alone between slashes are one star to git. */
  static String asPathspec(String pattern) {
    return pattern.replaceAll("(^|/)\\*\\*(?=[^/*])", "$1**/*");
  }
}
