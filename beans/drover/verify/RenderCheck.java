package drover.verify;

import drover.config.VerifySettings;
import drover.machine.CommandResult;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.RunStopped;
import drover.run.StopSignal;
import drover.sandbox.Enclosure;
import drover.sandbox.Mount;
import drover.sandbox.Sandbox.Cell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Looks at built pages in a headless browser and keeps a screenshot of each. A page that gives no
 * picture, or one without any text, does not render.
 */
public final class RenderCheck {
  private final VerifySettings settings;
  private final CheckRunner runner;
  private final Map<String, String> environment;

  public RenderCheck(VerifySettings settings, CheckRunner runner, Map<String, String> environment) {
    this.settings = settings;
    this.runner = runner;
    this.environment = CheckEnvironment.from(environment);
  }

  /**
   * Looks at the first page and at those of what changed.
   *
   * @param patterns paths of pages in the checkout, first ones first
   * @param changed paths that the commit changes; a page belongs to the file of the same name
   */
  Check check(RunExecution run, List<String> patterns, List<String> changed, Path checkout) {
    List<Path> pages = pages(patterns, changed, checkout);
    if (pages.isEmpty()) {
      return PageLook.nothingToSee(patterns);
    }
    Optional<Path> browser = runner.isContained(run) ? ofImage(run, checkout) : browser();
    if (browser.isEmpty()) {
      return Check.skipped(
          PageLook.CHECK, settings.browser() + " is not installed; set drover.verify.browser");
    }
    Path screenshots = run.directory().resolve("artifacts");
    List<String> problems = renderAll(run, browser.get(), pages, checkout, screenshots);
    for (int i = 0; i < pages.size(); i++) {
      if (!problems.get(i).isEmpty()) {
        return PageLook.failed(checkout.relativize(pages.get(i)), problems.get(i));
      }
    }
    return Check.passed(
        PageLook.CHECK, Optional.of(PageLook.pictureIn(screenshots, pages.getLast()).toString()));
  }

  /** Containers have programs of their own. */
  private Optional<Path> ofImage(RunExecution run, Path checkout) {
    try {
      CommandResult found =
          runner.run(
              run,
              Enclosure.reading(checkout),
              cell -> List.of("/bin/sh", "-c", "command -v \"$1\"", "sh", settings.browser()));
      return found.succeeded() ? Optional.of(Path.of(settings.browser())) : Optional.empty();
    } catch (IOException e) {
      throw RunEnded.failed("verify-failed", "no-shell: nothing can be started: " + e.getMessage());
    }
  }

  /** A browser each, side by side. */
  private List<String> renderAll(
      RunExecution run, Path browser, List<Path> pages, Path checkout, Path screenshots) {
    try (ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> looks =
          pages.stream()
              .map(page -> browsers.submit(() -> render(run, browser, page, checkout, screenshots)))
              .toList();
      List<String> problems = new ArrayList<>();
      for (Future<String> look : looks) {
        problems.add(look.get());
      }
      return problems;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunStopped(StopSignal.Reason.INTERRUPTED);
    }
  }

  private String render(
      RunExecution run, Path browser, Path page, Path checkout, Path screenshots) {
    Path picture = PageLook.pictureIn(screenshots, page);
    Path profile = run.directory().resolve("browser").resolve(PageLook.nameOf(page));
    try {
      Files.createDirectories(screenshots);
      Files.createDirectories(profile);
      Files.deleteIfExists(picture);
      Enclosure enclosure =
          Enclosure.around(checkout)
              .withHome(profile)
              .showing(List.of(Mount.writable(screenshots, "/artifacts")));
      CommandResult result =
          runner.run(run, enclosure, cell -> arguments(cell, browser, profile, picture, page));
      boolean pictured = Files.exists(picture) && Files.size(picture) > 0;
      return result.succeeded() && pictured
          ? emptiness(page)
          : "no picture, exit %d\n%s".formatted(result.exitCode(), result.output()).strip();
    } catch (IOException e) {
      throw RunEnded.failed(
          "verify-failed", "no-browser: " + browser + " cannot be started: " + e.getMessage());
    }
  }

  private static List<String> arguments(
      Cell cell, Path browser, Path profile, Path picture, Path page) {
    return List.of(
        browser.toString(),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--window-size=1200,900",
        "--user-data-dir=" + cell.inside(profile),
        "--screenshot=" + cell.inside(picture),
        Path.of(cell.inside(page)).toUri().toString());
  }

  private static String emptiness(Path page) throws IOException {
    return PageLook.emptiness(Files.readString(page, StandardCharsets.ISO_8859_1));
  }

  private static List<Path> pages(List<String> patterns, List<String> changed, Path checkout) {
    Set<Path> found = new LinkedHashSet<>();
    patterns.forEach(pattern -> found.addAll(matching(pattern, checkout)));
    Set<String> names = new HashSet<>();
    changed.forEach(path -> names.add(PageLook.nameOf(Path.of(path))));
    Set<Path> chosen = new LinkedHashSet<>();
    found.stream().findFirst().ifPresent(chosen::add);
    found.stream().filter(page -> names.contains(PageLook.nameOf(page))).forEach(chosen::add);
    return chosen.stream().limit(PageLook.MOST_PAGES).toList();
  }

  private static List<Path> matching(String pattern, Path checkout) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> files = Files.walk(checkout)) {
      return files
          .filter(file -> matcher.matches(checkout.relativize(file)))
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw RunEnded.failed("verify-failed", "unreadable: " + checkout + ": " + e.getMessage());
    }
  }

  private Optional<Path> browser() {
    Path named = Path.of(settings.browser());
    if (named.isAbsolute()) {
      return Optional.of(named).filter(Files::isExecutable);
    }
    return Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory).resolve(settings.browser()))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
