package drover.github.poll;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.GithubSettings;
import drover.effect.Refused;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.json.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an issue waits for: GitHub's own dependencies, and lines "Blocked by #12" of its text. One
 * that is closed blocks nothing; one that cannot be looked at blocks.
 */
public final class Blockers {
  private static final int MOST_NAMED = 20;
  private static final int LONGEST_LINE = 1000;
  private static final Pattern LINE =
      Pattern.compile(
          "(?i)^[ \\t>*_-]*blocked[ -]by\\b[ \\t:*_]*(?<names>(?:[\\w./-]*#\\d{1,9}[ \\t,;&]*(?:and[ \\t]+)?)+)");
  private static final Pattern NAME = Pattern.compile("([\\w.-]+/[\\w.-]+)?#(\\d{1,9})");

  private final GithubSettings settings;
  private final GithubHost host;
  private final IssueReading reading;

  public Blockers(GithubSettings settings, GithubHost host, IssueReading reading) {
    this.settings = settings;
    this.host = host;
    this.reading = reading;
  }

  /**
   * What was found.
   *
   * @param open in words, each; empty: nothing stands in its way
   * @param closed how many are done
   * @param isDegraded whether this GitHub knows no dependencies, so that only the text counts
   */
  record Found(List<String> open, int closed, boolean isDegraded) {}

  Found of(GithubRepository repository, SeenIssue issue) {
    Optional<List<JsonNode>> known = reading.blockers(repository, issue.number());
    List<String> open = new ArrayList<>();
    int closed = 0;
    for (JsonNode blocker : known.orElse(List.of())) {
      if (WireJson.text(blocker, "state").filter("closed"::equals).isPresent()) {
        closed++;
      } else {
        open.add(shown(blocker) + " is open");
      }
    }
    for (IssueName name : named(repository, issue.body())) {
      Optional<String> standing = standing(name);
      standing.ifPresent(open::add);
      closed += standing.isPresent() ? 0 : 1;
    }
    return new Found(open.stream().distinct().toList(), closed, known.isEmpty());
  }

  private static String shown(JsonNode blocker) {
    return WireJson.text(blocker, "html_url")
        .map(url -> url.replaceFirst("^https?://[^/]+/", "").replace("/issues/", "#"))
        .orElse("#" + blocker.path("number").asText());
  }

  /** Empty: it is closed. */
  private Optional<String> standing(IssueName name) {
    Optional<GithubRepository> there =
        Optional.of(name.repository())
            .filter(settings::allows)
            .flatMap(allowed -> host.repository(host.web() + "/" + allowed));
    if (there.isEmpty()) {
      return Optional.of(
          name + " is named in its text and not looked at: it is not on drover.github.allowlist");
    }
    try {
      return reading.one(there.get(), name.number()).isOpen()
          ? Optional.of(name + " is open")
          : Optional.empty();
    } catch (Refused e) {
      return Optional.of(name + " is named in its text and cannot be read: " + e.sentence());
    }
  }

  static Set<IssueName> named(GithubRepository repository, String body) {
    Set<IssueName> names = new LinkedHashSet<>();
    body.lines()
        .filter(line -> line.length() <= LONGEST_LINE)
        .map(LINE::matcher)
        .filter(Matcher::find)
        .flatMap(line -> NAME.matcher(line.group("names")).results())
        .limit(MOST_NAMED)
        .map(
            name ->
                new IssueName(
                    Optional.ofNullable(name.group(1)).orElse(repository.fullName()),
                    Integer.parseInt(name.group(2))))
        .forEach(names::add);
    return names;
  }
}
