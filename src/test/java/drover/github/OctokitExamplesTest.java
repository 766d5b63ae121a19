package drover.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.GithubSettings;
import drover.npm.NeedsNode;
import drover.npm.NodePackages;
import drover.task.TaskRequest;
import drover.trigger.Damage;
import drover.trigger.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every payload that GitHub's community has recorded, on github.com and on Enterprise Server. */
@NeedsNode
class OctokitExamplesTest {
  private static final String ALLOWED = "Codertocat/Hello-World";

  private record Example(String edition, String event, JsonNode payload) {
    byte[] body() {
      return payload.toString().getBytes(StandardCharsets.UTF_8);
    }

    String verdict(GithubEvents events) {
      return Verdict.of(() -> events.read(event, "d-1", body()));
    }
  }

  @Test
  void
      none_is_refused_and_only_a_dispatch_or_a_word_on_a_pull_request_of_ours_asks_for_work_and_a_label_for_a_look() {
    Set<String> starters = new TreeSet<>();
    GithubEvents events =
        GithubSamples.events(new GithubSettings("https://api.github.com", everyRepository()));
    for (Example example : examples()) {
      String verdict = example.verdict(events);
      if (!verdict.equals("ignored")) {
        starters.add(example.event() + " -> " + verdict);
      }
    }
    assertThat(starters)
        .containsExactly(
            "issues -> rung",
            "pull_request -> pr-fix",
            "pull_request_review -> pr-fix",
            "pull_request_review_comment -> pr-fix",
            "repository_dispatch -> on-demand-test");
  }

  @Test
  void none_starts_anything_for_a_repository_that_is_not_allowed() {
    GithubEvents events =
        GithubSamples.events(new GithubSettings("https://api.github.com", List.of("acme/site")));
    assertThat(examples()).allSatisfy(one -> assertThat(one.verdict(events)).isEqualTo("ignored"));
  }

  @Test
  void a_dispatch_is_for_the_repository_it_comes_from() {
    GithubEvents events =
        GithubSamples.events(
            new GithubSettings("https://api.github.com", List.of("octo-org/octo-repo")));
    Example dispatch =
        examples().stream()
            .filter(one -> one.event().equals("repository_dispatch"))
            .findFirst()
            .orElseThrow();
    TaskRequest request = Verdict.request(events.read(dispatch.event(), "d-1", dispatch.body()));
    assertThat(request.repository()).contains("https://github.com/octo-org/octo-repo.git");
    assertThat(request.requestedBy()).isEqualTo("Codertocat");
    assertThat(request.idempotencyKey()).isEqualTo("d-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "issues.labeled of Codertocat/Hello-World#1 with bug starts nothing by itself: the poll of GitHub looks now, where it is on",
        "pull_request_review.submitted starts nothing: no run made Codertocat/Hello-World#2",
        "pull_request_review_comment.created starts nothing: no run made Codertocat/Hello-World#2",
        "pull_request.closed starts nothing: no run made Codertocat/Hello-World#2",
        "check_suite.completed of Codertocat/Hello-World starts nothing by itself: runs of implement-issue are begun by the poll of GitHub",
        "issues.opened starts nothing",
        "push starts nothing",
        "a ping: GitHub and Drover understand each other"
      })
  void what_starts_nothing_says_why(String reason) {
    GithubEvents events =
        GithubSamples.events(
            new GithubSettings("https://api.github.com", List.of(ALLOWED)), url -> false);
    assertThat(examples().stream().filter(one -> !one.event().equals("repository_dispatch")))
        .map(one -> Verdict.reason(events.read(one.event(), "d-1", one.body())))
        .contains(reason);
  }

  @Test
  void damaged_ones_are_read_ignored_or_refused() {
    GithubEvents events =
        GithubSamples.events(new GithubSettings("https://api.github.com", everyRepository()));
    List<Example> examples = examples();
    List<byte[]> payloads = examples.stream().map(Example::body).toList();
    List<String> names = examples.stream().map(Example::event).distinct().toList();
    var damaged =
        Arbitraries.oneOf(Damage.to(payloads), Damage.inValuesOf(payloads)).sampleStream();
    var name = Arbitraries.of(names).sampleStream().iterator();
    damaged
        .limit(3000)
        .forEach(
            body -> {
              String event = name.next();
              String verdict = Verdict.of(() -> events.read(event, "d-1", body));
              assertThat(
                      verdict.equals("400")
                          || verdict.equals("ignored")
                          || event.equals("repository_dispatch")
                          || event.startsWith("pull_request"))
                  .as("%s: %s: %s", event, verdict, new String(body, StandardCharsets.UTF_8))
                  .isTrue();
            });
  }

  private static List<String> everyRepository() {
    return examples().stream()
        .map(one -> one.payload().path("repository").path("full_name").asText())
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private static List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    Stream.of("api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35")
        .forEach(edition -> examples.addAll(of(edition)));
    assertThat(examples).hasSizeGreaterThan(700);
    return examples;
  }

  private static List<Example> of(String edition) {
    JsonNode events =
        NodePackages.read(
            NodePackages.directory()
                .resolve("@octokit/webhooks-examples/" + edition + "/index.json"));
    List<Example> examples = new ArrayList<>();
    for (JsonNode event : events) {
      String name = event.path("name").asText();
      event.path("examples").forEach(one -> examples.add(new Example(edition, name, one)));
    }
    return examples;
  }
}
