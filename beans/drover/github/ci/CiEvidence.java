package drover.github.ci;

import com.fasterxml.jackson.databind.JsonNode;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.json.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a check is red, as far as GitHub tells it: what it reports, its annotations, the end of its
 * log. What is not to be had is left out, with the reason: it is no cause to stop.
 */
public final class CiEvidence {
  private static final int MOST_ANNOTATIONS = 20;
  private static final int LONGEST_LOG = 6_000;

  private final GithubAccess access;

  public CiEvidence(GithubAccess access) {
    this.access = access;
  }

  /** For a person and for an agent, as text. */
  public String of(GithubRepository repository, CheckSeen red) {
    List<String> parts = new ArrayList<>();
    if (!red.details().isEmpty()) {
      parts.add(red.details());
    }
    if (red.run() > 0) {
      annotations(repository, red).ifPresent(parts::add);
    }
    if (red.workflow() > 0) {
      parts.add(log(repository, red));
    }
    return String.join("\n\n", parts);
  }

  private Optional<String> annotations(GithubRepository repository, CheckSeen red) {
    String path = "/check-runs/%d/annotations?per_page=%d".formatted(red.run(), MOST_ANNOTATIONS);
    try {
      List<String> lines =
          access.list(repository, Purpose.CI, path).orElse(List.of()).stream()
              .limit(MOST_ANNOTATIONS)
              .map(CiEvidence::annotation)
              .toList();
      return Optional.of(String.join("\n", lines)).filter(text -> !text.isEmpty());
    } catch (Unavailable | Refused | ApiRefusal e) {
      return Optional.of("its annotations cannot be read: " + e.getMessage());
    }
  }

  private static String annotation(JsonNode one) {
    return "%s:%d: %s: %s"
        .formatted(
            WireJson.text(one, "path").orElse("?"),
            one.path("start_line").asInt(),
            WireJson.text(one, "annotation_level").orElse("notice"),
            OneLine.of(WireJson.text(one, "message").orElse("")));
  }

  /** A job of GitHub Actions has the number of its check run. */
  private String log(GithubRepository repository, CheckSeen red) {
    try {
      String log =
          access
              .text(repository, Purpose.CI_AGAIN, "/actions/jobs/%d/logs".formatted(red.run()))
              .orElse("");
      return log.isEmpty()
          ? "its log is gone"
          : "The end of its log:\n" + log.substring(Math.max(0, log.length() - LONGEST_LOG));
    } catch (Unavailable | Refused | ApiRefusal e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }
}
